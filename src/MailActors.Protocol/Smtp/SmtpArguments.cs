using System.Text;

namespace MailActors.Protocol.Smtp;

/// <summary>Walks over the arguments of a command. <c>Take…</c> moves on only when it succeeds.</summary>
internal ref struct SmtpArguments(ReadOnlySpan<byte> line, int start)
{
    private const int MaxKeyword = 32;

    private readonly ReadOnlySpan<byte> _line = line;

    public int Position { get; private set; } = start;

    public readonly bool AtEnd => Position >= _line.Length;

    public readonly ReadOnlySpan<byte> Rest => _line[Position..];

    public void Skip(int count) => Position += count;

    public bool TakeSpace()
    {
        var start = Position;
        while (!AtEnd && _line[Position] == ' ') Position++;
        return Position > start;
    }

    /// <param name="upper">In upper case.</param>
    public bool TakeWord(ReadOnlySpan<byte> upper)
    {
        if (Rest.Length < upper.Length || !Ascii.EqualsIgnoreCase(Rest[..upper.Length], upper)) return false;
        Position += upper.Length;
        return true;
    }

    /// <summary>1*20DIGIT; a number too big for us is the biggest there is (RFC 1870 §6.1: it is refused as too big, not as wrong).</summary>
    public bool TakeNumber(out long number)
    {
        number = 0;
        var digits = 0;
        for (; !AtEnd && _line[Position] is >= (byte)'0' and <= (byte)'9'; Position++, digits++)
            number = number > (long.MaxValue - 9) / 10 ? long.MaxValue : (number * 10) + (_line[Position] - '0');
        return digits is > 0 and <= 20;
    }

    /// <summary>esmtp-keyword or sasl-mech: letters, digits, hyphen (and the underscore of SASL names); null when there is none. In upper case.</summary>
    public string? TakeKeyword()
    {
        var start = Position;
        while (!AtEnd && (char.IsAsciiLetterOrDigit((char)_line[Position]) || _line[Position] is (byte)'-' or (byte)'_')) Position++;
        return Position == start || Position - start > MaxKeyword ? null : Encoding.ASCII.GetString(_line[start..Position]).ToUpperInvariant();
    }

    /// <summary>As <see cref="TakeValue"/>, with "=" too: XVERP's delimiters are no esmtp-value.</summary>
    public ReadOnlySpan<byte> TakeWordOfAny()
    {
        var start = Position;
        while (!AtEnd && _line[Position] is > 0x20 and not 0x7F) Position++;
        return _line[start..Position];
    }

    /// <summary>esmtp-value: what is visible and no "=" (RFC 5321 §4.1.2); empty when there is none.</summary>
    public ReadOnlySpan<byte> TakeValue()
    {
        var start = Position;
        while (!AtEnd && _line[Position] is > 0x20 and not (byte)'=' and not 0x7F) Position++;
        return _line[start..Position];
    }
}

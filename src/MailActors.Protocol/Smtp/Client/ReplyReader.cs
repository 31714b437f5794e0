namespace MailActors.Protocol.Smtp.Client;

/// <summary>Cuts replies out of what a remote host sends, however it comes in pieces. Holds one line at most; behind a fault it reads no more.</summary>
public sealed class ReplyReader
{
    /// <summary>Octets of one line: RFC 5321 §4.5.3.1.5 has 512, and some send more.</summary>
    public const int MaxLine = 4096;

    /// <summary>Octets of one reply. The longest real ones are greetings with many extensions.</summary>
    public const int MaxReply = 32 * 1024;

    private const int MaxLines = 100;

    private readonly byte[] _line = new byte[MaxLine];
    private readonly List<string> _lines = [];
    private int _length;
    private int _total;
    private int _code;

    public ReplyFault Fault { get; private set; }

    /// <summary>Part of a reply has come.</summary>
    public bool IsAmidReply => _length > 0 || _lines.Count > 0;

    /// <summary>Null: more octets are needed, or there is a <see cref="Fault"/>.</summary>
    public RemoteReply? Read(ReadOnlySpan<byte> octets, out int consumed)
    {
        consumed = 0;
        while (Fault == ReplyFault.None && consumed < octets.Length)
        {
            var rest = octets[consumed..];
            var end = rest.IndexOf((byte)'\n');
            var piece = end < 0 ? rest : rest[..(end + 1)];
            if ((_total += piece.Length) > MaxReply || _length + piece.Length > MaxLine)
            {
                Fault = ReplyFault.TooLong;
                return null;
            }

            consumed += piece.Length;
            piece.CopyTo(_line.AsSpan(_length));
            _length += piece.Length;
            if (end >= 0 && Line() is { } reply) return reply;
        }

        return null;
    }

    private RemoteReply? Line()
    {
        var line = _line.AsSpan(0, _length).TrimEnd("\r\n"u8);
        _length = 0;
        Fault = Judge(line, out var code, out var more);
        if (Fault != ReplyFault.None) return null;
        _code = code;
        if (_lines.Count < MaxLines) _lines.Add(Printable(line.Length > 4 ? line[4..] : []));
        if (more) return null;
        var reply = new RemoteReply(code, [.. _lines]);
        _lines.Clear();
        _total = 0;
        return reply;
    }

    private ReplyFault Judge(ReadOnlySpan<byte> line, out int code, out bool more)
    {
        code = 0;
        more = false;
        if (line.Contains((byte)0)) return ReplyFault.Nul;
        if (line.Length < 3 || line[0] is < (byte)'2' or > (byte)'5' || !IsDigit(line[1]) || !IsDigit(line[2])) return ReplyFault.NoCode;
        if (line.Length > 3 && line[3] is not ((byte)' ' or (byte)'-')) return ReplyFault.NoCode;
        code = ((line[0] - '0') * 100) + ((line[1] - '0') * 10) + line[2] - '0';
        more = line.Length > 3 && line[3] == '-';
        return _lines.Count > 0 && code != _code ? ReplyFault.MixedCodes : ReplyFault.None;
    }

    private static bool IsDigit(byte octet) => octet is >= (byte)'0' and <= (byte)'9';

    private static string Printable(ReadOnlySpan<byte> text)
    {
        if (text.Length > RemoteReply.MaxText) text = text[..RemoteReply.MaxText];
        Span<char> clean = stackalloc char[text.Length];
        for (var i = 0; i < text.Length; i++) clean[i] = text[i] is >= 0x20 and <= 0x7E ? (char)text[i] : text[i] == '\t' ? ' ' : '?';
        return new string(clean);
    }
}

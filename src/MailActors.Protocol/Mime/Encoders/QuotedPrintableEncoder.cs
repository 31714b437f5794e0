namespace MailActors.Protocol.Mime.Encoders;

/// <summary>RFC 2045 §6.7 for text: a CRLF stays a line end, a CR or LF alone is encoded like any octet that might not pass.</summary>
public sealed class QuotedPrintableEncoder : TransferEncoder
{
    private const int Line = 76;

    /// <summary>Held back: a blank that may turn out to be the last of its line, or a CR that may be part of a line end.</summary>
    private byte _held;
    private int _column;

    public override string Name => "quoted-printable";

    public override int MaxOutput(int input) => (input + 2) * 6; // each may need three octets, and a soft line break in front

    public override int Encode(ReadOnlySpan<byte> input, Span<byte> output, bool last)
    {
        var written = 0;
        foreach (var octet in input) written += Take(octet, output[written..]);
        if (last && _held != 0)
        {
            written += Escape(_held, output[written..]); // rule 3: no blank at the end
            _held = 0;
        }

        return written;
    }

    private int Take(byte octet, Span<byte> output)
    {
        var written = 0;
        if (_held == '\r')
        {
            _held = 0;
            if (octet == '\n')
            {
                "\r\n"u8.CopyTo(output);
                _column = 0;
                return 2;
            }

            written = Escape((byte)'\r', output);
        }
        else if (_held != 0)
        {
            var blank = _held;
            _held = 0;
            // In front of what may be a line end it is encoded (rule 3), in front of anything else it may stay.
            written = octet == '\r' ? Escape(blank, output) : Plain(blank, output);
        }

        if (octet is (byte)' ' or (byte)'\t' or (byte)'\r')
        {
            _held = octet;
            return written;
        }

        var passes = octet is >= 0x21 and <= 0x7E and not (byte)'=';
        return written + (passes ? Plain(octet, output[written..]) : Escape(octet, output[written..]));
    }

    private int Plain(byte octet, Span<byte> output)
    {
        var written = Make(1, output);
        output[written] = octet;
        _column++;
        return written + 1;
    }

    private int Escape(byte octet, Span<byte> output)
    {
        var written = Make(3, output);
        var hex = "0123456789ABCDEF"u8;
        output[written] = (byte)'=';
        output[written + 1] = hex[octet >> 4];
        output[written + 2] = hex[octet & 15];
        _column += 3;
        return written + 3;
    }

    /// <summary>Room on the line for so many octets and the sign of a soft line break behind them (rule 5).</summary>
    private int Make(int octets, Span<byte> output)
    {
        if (_column + octets < Line) return 0;
        "=\r\n"u8.CopyTo(output);
        _column = 0;
        return 3;
    }
}

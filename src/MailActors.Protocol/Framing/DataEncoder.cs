namespace MailActors.Protocol.Framing;

/// <summary>Writes mail data: puts the dot stuffing in and the end behind it (RFC 5321 §4.5.2). A message with anything that two servers might read
/// differently (a bare CR or LF, NUL) is not written further: nothing can be smuggled with it (CVE-2023-51764).</summary>
public struct DataEncoder()
{
    private bool _lineStart = true;
    private bool _afterCr;

    /// <summary>The most octets that so many can become.</summary>
    public static int MaxOutput(int input) => input + (input / 3) + 1; // a line that gets a dot has three octets at least: dot, CR, LF

    /// <summary>The most octets of the end.</summary>
    public const int MaxEnd = 5;

    /// <summary>Returns the octets written; -1: these can't be sent as lines, and what came before is not to be ended.</summary>
    public int Encode(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var written = 0;
        while (!input.IsEmpty)
        {
            if (_afterCr)
            {
                if (input[0] != '\n') return -1;
                output[written++] = (byte)'\n';
                (_afterCr, _lineStart) = (false, true);
                input = input[1..];
                continue;
            }

            if (_lineStart && input[0] == '.') output[written++] = (byte)'.';
            _lineStart = false;
            var run = input.IndexOfAny((byte)'\r', (byte)'\n', (byte)0);
            var take = run < 0 ? input.Length : run;
            input[..take].CopyTo(output[written..]);
            written += take;
            input = input[take..];
            if (run < 0) break;
            if (input[0] != '\r') return -1;
            output[written++] = (byte)'\r';
            _afterCr = true;
            input = input[1..];
        }

        return written;
    }

    /// <summary>The line with the dot; a last line without an end gets one. -1: the message ends in the middle of a line end.</summary>
    public int End(Span<byte> output)
    {
        if (_afterCr) return -1;
        var end = _lineStart ? ".\r\n"u8 : "\r\n.\r\n"u8;
        end.CopyTo(output);
        return end.Length;
    }
}

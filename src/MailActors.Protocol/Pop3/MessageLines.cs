namespace MailActors.Protocol.Pop3;

/// <summary>Writes a message as a multi-line response (RFC 1939 §3), piece by piece: a dot in front of lines that start with one, CRLF at
/// every line end (messages that came by APPEND may have bare LF), and for TOP no more body lines than asked for.</summary>
/// <param name="maxBodyLines">Null: the whole message.</param>
public sealed class MessageLines(int? maxBodyLines)
{
    private byte _last = (byte)'\n';
    private bool _lineStart = true;
    private bool _lineEmpty = true;
    private bool _inBody;
    private int _bodyLines;

    /// <summary>Nothing more of the message will be written.</summary>
    public bool Done { get; private set; }

    /// <summary>The most that octets of a message can become, the end of the response included.</summary>
    public static int MaxOutput(int input) => input * 2 + 5;

    /// <summary>Returns the octets written.</summary>
    public int Write(ReadOnlySpan<byte> message, Span<byte> into)
    {
        var written = 0;
        while (!message.IsEmpty && !Done)
        {
            if (_inBody && _lineStart && _bodyLines == maxBodyLines)
            {
                Done = true;
                break;
            }

            if (_lineStart && message[0] == '.') into[written++] = (byte)'.';
            var end = message.IndexOf((byte)'\n');
            var text = end < 0 ? message : message[..end];
            text.CopyTo(into[written..]);
            written += text.Length;
            if (!text.IsEmpty)
            {
                _lineEmpty &= text is [(byte)'\r'];
                _last = text[^1];
                _lineStart = false;
            }

            if (end < 0) break;
            if (_last != '\r') into[written++] = (byte)'\r';
            into[written++] = (byte)'\n';
            EndLine();
            message = message[(end + 1)..];
        }

        return written;
    }

    /// <summary>The end of the response: the last line is completed, then a dot on its own.</summary>
    public int Finish(Span<byte> into)
    {
        var end = _lineStart ? ".\r\n"u8 : "\r\n.\r\n"u8;
        end.CopyTo(into);
        return end.Length;
    }

    private void EndLine()
    {
        if (_inBody) _bodyLines++;
        else _inBody = _lineEmpty;
        _lineStart = true;
        _lineEmpty = true;
        _last = (byte)'\n';
    }
}

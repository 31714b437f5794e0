namespace MailActors.Protocol.Framing;

/// <summary>Finds the ends of lines. A line ends at its LF; only CRLF is a good end (RFC 5321 §2.3.8), the rest is told as a bare newline.
/// Of an over-long line nothing is kept.</summary>
internal sealed class LineDecoder
{
    private const byte Cr = (byte)'\r';
    private const byte Lf = (byte)'\n';

    private byte[] _partial = [];
    private int _length;
    private bool _skipping;

    public bool IsEmpty => _length == 0 && !_skipping;

    public Frame? Read(Memory<byte> input, int maxLength, out int consumed)
    {
        var end = input.Span.IndexOf(Lf);
        if (end < 0)
        {
            consumed = input.Length;
            Keep(input.Span, maxLength);
            return null;
        }

        consumed = end + 1;
        if (_length > 0) return Finish(input.Span[..end], maxLength);
        if (_skipping) return TooLong();
        return Cut(input[..end], maxLength);
    }

    private void Keep(ReadOnlySpan<byte> piece, int maxLength)
    {
        // The one octet more is for a CR whose LF has not come yet.
        if (_skipping || _length + piece.Length > maxLength + 1)
        {
            _skipping = true;
            Forget();
            return;
        }

        Append(piece, maxLength);
    }

    private Frame Finish(ReadOnlySpan<byte> rest, int maxLength)
    {
        if (_length + rest.Length > maxLength + 1) return TooLong();
        Append(rest, maxLength);
        var line = Cut(_partial.AsMemory(0, _length), maxLength);
        Forget(); // the frame keeps the array
        return line;
    }

    private void Append(ReadOnlySpan<byte> piece, int maxLength)
    {
        var needed = _length + piece.Length;
        if (needed > _partial.Length)
            Array.Resize(ref _partial, Math.Min(maxLength + 1, Math.Max(needed, Math.Max(256, 2 * _partial.Length))));
        piece.CopyTo(_partial.AsSpan(_length));
        _length = needed;
    }

    private static Frame Cut(ReadOnlyMemory<byte> line, int maxLength)
    {
        var bare = true;
        if (line.Length > 0 && line.Span[^1] == Cr)
        {
            line = line[..^1];
            bare = false;
        }

        if (line.Length > maxLength) return Frame.LineTooLong.Instance;
        return new Frame.Line(line, bare || line.Span.Contains(Cr));
    }

    private Frame.LineTooLong TooLong()
    {
        _skipping = false;
        Forget();
        return Frame.LineTooLong.Instance;
    }

    private void Forget()
    {
        _partial = [];
        _length = 0;
    }
}

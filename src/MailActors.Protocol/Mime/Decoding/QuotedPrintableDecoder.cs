namespace MailActors.Protocol.Mime.Decoding;

/// <summary>RFC 2045 §6.7. An equals sign that starts no escape stays; blanks at the end of a line go (rule 3).</summary>
internal sealed class QuotedPrintableDecoder : TransferDecoder
{
    private readonly byte[] _held = new byte[MaxHeld];
    private int _heldCount;

    // Held back is "=" and what followed it so far, or a run of blanks.
    private bool _escape;

    public override int Decode(ReadOnlySpan<byte> input, Span<byte> output, bool last)
    {
        var written = 0;
        foreach (var octet in input)
        {
            if (_escape) written += Escaped(octet, output[written..]);
            else written += Plain(octet, output[written..]);
        }

        // A soft line break or blanks at the very end stand for nothing.
        if (last && _escape && _heldCount > 1) written += Release(output[written..]);
        return written;
    }

    private int Plain(byte octet, Span<byte> output)
    {
        switch (octet)
        {
            case (byte)' ' or (byte)'\t':
                // More blanks than any line may have: let them through.
                var released = _heldCount == MaxHeld - 1 ? Release(output) : 0;
                _held[_heldCount++] = octet;
                return released;
            case (byte)'\r' or (byte)'\n':
                _heldCount = 0;
                output[0] = octet;
                return 1;
            case (byte)'=':
                var blanks = Release(output);
                _escape = true;
                _held[_heldCount++] = octet;
                return blanks;
            default:
                var count = Release(output);
                output[count] = octet;
                return count + 1;
        }
    }

    private int Escaped(byte octet, Span<byte> output)
    {
        if (octet == '\n')
        {
            // RFC 2045 §6.7 rule 5: a soft line break, blanks in front of its line end allowed.
            if (_held.AsSpan(1, _heldCount - 1).IndexOfAnyExcept(" \t\r"u8) < 0)
            {
                Drop();
                return 0;
            }

            var count = Release(output);
            return count + Plain(octet, output[count..]);
        }

        var onlyBlanks = _heldCount == 1 || _held[1] is (byte)' ' or (byte)'\t' or (byte)'\r';
        if (onlyBlanks && octet is (byte)' ' or (byte)'\t' or (byte)'\r' && _heldCount < MaxHeld - 1)
        {
            _held[_heldCount++] = octet;
            return 0;
        }

        if (_heldCount == 1 && Hex(octet) >= 0)
        {
            _held[_heldCount++] = octet;
            return 0;
        }

        if (_heldCount == 2 && Hex(_held[1]) >= 0 && Hex(octet) >= 0)
        {
            output[0] = (byte)(Hex(_held[1]) << 4 | Hex(octet));
            Drop();
            return 1;
        }

        var literal = Release(output);
        return literal + Plain(octet, output[literal..]);
    }

    private int Release(Span<byte> output)
    {
        _held.AsSpan(0, _heldCount).CopyTo(output);
        var count = _heldCount;
        Drop();
        return count;
    }

    private void Drop()
    {
        _heldCount = 0;
        _escape = false;
    }

    private static int Hex(byte octet) => octet switch
    {
        >= (byte)'0' and <= (byte)'9' => octet - '0',
        >= (byte)'A' and <= (byte)'F' => octet - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => octet - 'a' + 10,
        _ => -1,
    };
}

namespace MailActors.Protocol.Mime.Decoding;

/// <summary>RFC 2045 §6.8. Skips what is not of the alphabet; padding ends a group, and another may follow (joined encodings).</summary>
internal sealed class Base64Decoder : TransferDecoder
{
    private static readonly int[] Values = BuildValues();

    private int _bits;
    private int _count;

    public override int Decode(ReadOnlySpan<byte> input, Span<byte> output, bool last)
    {
        var written = 0;
        foreach (var octet in input)
        {
            var value = Values[octet];
            if (value < 0)
            {
                // Padding ends a group; what is left of it is less than an octet.
                if (octet == '=') _count = 0;
                continue;
            }

            _bits = (_bits << 6) | value;
            _count += 6;
            if (_count < 8) continue;
            _count -= 8;
            output[written++] = (byte)(_bits >> _count);
        }

        return written;
    }

    private static int[] BuildValues()
    {
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8;
        var values = new int[256];
        Array.Fill(values, -1);
        for (var i = 0; i < alphabet.Length; i++) values[alphabet[i]] = i;
        return values;
    }
}

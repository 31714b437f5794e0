namespace MailActors.Protocol.Mime.Headers;

/// <summary>Takes line ends out of field values (RFC 5322 §2.2.3).</summary>
internal static class Folding
{
    /// <summary>Writes the value without CRLF, trimmed; NUL and CR or LF alone become spaces, so that what comes out fits on any wire.
    /// <paramref name="into"/> must be as long as the value. Returns the octets written.</summary>
    public static int Unfold(ReadOnlySpan<byte> value, Span<byte> into)
    {
        value = value.Trim(" \t\r\n"u8);
        if (value.IndexOfAny((byte)'\r', (byte)'\n', (byte)0) < 0)
        {
            value.CopyTo(into);
            return value.Length;
        }

        var written = 0;
        for (var i = 0; i < value.Length; i++)
        {
            var octet = value[i];
            if (octet is (byte)'\r' or (byte)'\n')
            {
                if (octet == '\r' && i + 1 < value.Length && value[i + 1] == '\n') i++;
                var folded = i + 1 < value.Length && value[i + 1] is (byte)' ' or (byte)'\t';
                if (folded) continue;
                octet = (byte)' ';
            }

            into[written++] = octet == 0 ? (byte)' ' : octet;
        }

        return written;
    }
}

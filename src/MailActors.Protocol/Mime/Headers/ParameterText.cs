using System.Buffers;
using System.Globalization;

namespace MailActors.Protocol.Mime.Headers;

/// <summary>The extended form of parameter values (RFC 2231 §4).</summary>
internal static class ParameterText
{
    private static readonly SearchValues<byte> AttributeOctets =
        SearchValues.Create("!#$&+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    public static bool TrySection(ReadOnlySpan<byte> text, out int section)
    {
        if (text.Length is > 0 and <= 4 && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out section);
        section = -1;
        return false;
    }

    public static void Encode(ReadOnlySpan<byte> plain, List<byte> into)
    {
        foreach (var octet in plain)
        {
            if (AttributeOctets.Contains(octet))
            {
                into.Add(octet);
                continue;
            }

            into.Add((byte)'%');
            into.Add((byte)"0123456789ABCDEF"[octet >> 4]);
            into.Add((byte)"0123456789ABCDEF"[octet & 15]);
        }
    }

    /// <summary>The octets behind charset and language, unescaped.</summary>
    public static ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> value, bool extended)
    {
        if (!extended) return value;
        var quote = value.IndexOf((byte)'\'');
        var second = quote < 0 ? -1 : value[(quote + 1)..].IndexOf((byte)'\'');
        if (second >= 0) value = value[(quote + second + 2)..];
        var decoded = new byte[value.Length];
        var written = 0;
        for (var i = 0; i < value.Length; i++)
        {
            var octet = value[i];
            if (octet == '%' && i + 2 < value.Length && byte.TryParse(value.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, null, out var escaped))
            {
                octet = escaped;
                i += 2;
            }

            decoded[written++] = octet;
        }

        return decoded.AsSpan(0, written);
    }
}

using System.Buffers;
using System.Text;

namespace MailActors.Protocol.Smtp;

/// <summary>The encoding of ENVID, ORCPT and AUTH values (RFC 3461 §4): <c>+HH</c> for what may not stand for itself.</summary>
public static class Xtext
{
    /// <summary>Whether it is xtext and decodes to printable ASCII: a CR hidden in <c>+0D</c> would reach a report or a log (CVE-2020-28026).</summary>
    public static bool IsPrintable(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var octet = text[i];
            if (octet is < 0x21 or > 0x7E or (byte)'=') return false;
            if (octet != '+') continue;
            if (i + 2 >= text.Length || Digit(text[i + 1]) < 0 || Digit(text[i + 2]) < 0) return false;
            if (((Digit(text[i + 1]) << 4) | Digit(text[i + 2])) is < 0x20 or > 0x7E) return false;
            i += 2;
        }

        return true;
    }

    /// <summary>As <see cref="IsPrintable"/>, with UTF-8 as it is beside it (RFC 6533 §3, utf-8-addr-unitext); no control characters there either, nor the
    /// separators that some take for the end of a line.</summary>
    public static bool IsPrintableUtf8(ReadOnlySpan<byte> text)
    {
        for (var rest = text; !rest.IsEmpty;)
        {
            var ascii = rest.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            if (ascii < 0) ascii = rest.Length;
            if (!IsPrintable(rest[..ascii])) return false;
            rest = rest[ascii..];
            if (rest.IsEmpty) break;
            if (Rune.DecodeFromUtf8(rest, out var rune, out var length) != OperationStatus.Done) return false;
            if (Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029) return false;
            rest = rest[length..];
        }

        return true;
    }

    /// <summary>What <see cref="IsPrintable"/> has passed.</summary>
    public static string Decode(string text)
    {
        if (!text.Contains('+')) return text;
        var decoded = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '+')
            {
                decoded.Append(text[i]);
                continue;
            }

            decoded.Append((char)((Digit((byte)text[i + 1]) << 4) | Digit((byte)text[i + 2])));
            i += 2;
        }

        return decoded.ToString();
    }

    /// <summary>RFC 3461 §4: capital hexadecimal digits only.</summary>
    private static int Digit(byte octet) => octet switch
    {
        >= (byte)'0' and <= (byte)'9' => octet - '0',
        >= (byte)'A' and <= (byte)'F' => octet - 'A' + 10,
        _ => -1,
    };
}

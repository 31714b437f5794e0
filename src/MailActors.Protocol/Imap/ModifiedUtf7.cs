using System.Text;

namespace MailActors.Protocol.Imap;

/// <summary>The encoding of mailbox names in IMAP4rev1 (RFC 3501 §5.1.3): printable US-ASCII stands for itself, <c>&amp;-</c> for an ampersand, everything
/// else is UTF-16 in base64 with <c>,</c> for <c>/</c>, between <c>&amp;</c> and <c>-</c>. Only the one canonical encoding of a name is accepted, so that two
/// spellings never name one folder.</summary>
public static class ModifiedUtf7
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

    public static string Encode(string name)
    {
        var text = new StringBuilder(name.Length + 16);
        for (var i = 0; i < name.Length;)
        {
            if (IsDirect(name[i]))
            {
                text.Append(name[i] == '&' ? "&-" : name[i].ToString());
                i++;
                continue;
            }

            var end = i;
            while (end < name.Length && !IsDirect(name[end])) end++;
            AppendShifted(text, name.AsSpan(i, end - i));
            i = end;
        }

        return text.ToString();
    }

    /// <summary>False for what no encoder writes: 8-bit or control octets, unknown letters, a shift without end, loose bits, ASCII in a shift, half a surrogate pair,
    /// two shifts in a row.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> octets, out string name)
    {
        name = "";
        var text = new StringBuilder(octets.Length);
        var afterShift = false;
        for (var i = 0; i < octets.Length;)
        {
            var octet = octets[i];
            if (octet is < 0x20 or > 0x7E) return false;
            if (octet != '&')
            {
                text.Append((char)octet);
                afterShift = false;
                i++;
                continue;
            }

            var length = octets[(i + 1)..].IndexOf((byte)'-');
            if (length < 0) return false;
            if (length == 0)
            {
                text.Append('&');
                afterShift = false;
            }
            else if (afterShift || !TryAppendUnshifted(text, octets.Slice(i + 1, length)))
            {
                return false;
            }
            else
            {
                afterShift = true;
            }

            i += length + 2;
        }

        name = text.ToString();
        return true;
    }

    private static bool IsDirect(char letter) => letter is >= ' ' and <= '~';

    private static void AppendShifted(StringBuilder text, ReadOnlySpan<char> run)
    {
        text.Append('&');
        int bits = 0, held = 0;
        foreach (var unit in run)
        {
            bits = (bits << 16) | unit;
            held += 16;
            while (held >= 6)
            {
                held -= 6;
                text.Append(Alphabet[(bits >> held) & 63]);
            }

            bits &= (1 << held) - 1;
        }

        if (held > 0) text.Append(Alphabet[(bits << (6 - held)) & 63]);
        text.Append('-');
    }

    private static bool TryAppendUnshifted(StringBuilder text, ReadOnlySpan<byte> run)
    {
        int bits = 0, held = 0;
        var expectLow = false;
        foreach (var octet in run)
        {
            var value = Value(octet);
            if (value < 0) return false;
            bits = (bits << 6) | value;
            held += 6;
            if (held < 16) continue;
            held -= 16;
            var unit = (char)(bits >> held);
            bits &= (1 << held) - 1;

            if (IsDirect(unit) || expectLow != char.IsLowSurrogate(unit)) return false;
            expectLow = char.IsHighSurrogate(unit);
            text.Append(unit);
        }

        // What is left pads the last letter: fewer than six bits, all zero.
        return !expectLow && held < 6 && bits == 0;
    }

    private static int Value(byte octet) => octet switch
    {
        >= (byte)'A' and <= (byte)'Z' => octet - 'A',
        >= (byte)'a' and <= (byte)'z' => octet - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => octet - '0' + 52,
        (byte)'+' => 62,
        (byte)',' => 63,
        _ => -1,
    };
}

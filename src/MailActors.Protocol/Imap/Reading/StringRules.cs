using System.Text;

namespace MailActors.Protocol.Imap.Reading;

/// <summary>string, astring, nstring, mailbox and list-mailbox (RFC 9051 §9, §4.3, §5.1).</summary>
internal static class StringRules
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    /// <summary>Quoted or literal, as octets. A quoted string holds no CR, LF or NUL, a literal no NUL.</summary>
    internal static bool ExpectStringOctets(this ref ImapScanner scanner, out ReadOnlySpan<byte> octets) => scanner.Next switch
    {
        (byte)'"' => scanner.ExpectQuoted(out octets),
        (byte)'{' => scanner.ExpectLiteral(out octets),
        _ => Nothing(ref scanner, "A string is missing", out octets),
    };

    internal static bool ExpectAstringOctets(this ref ImapScanner scanner, out ReadOnlySpan<byte> octets)
    {
        octets = scanner.TakeRun(ImapOctets.Astring);
        return !octets.IsEmpty || scanner.ExpectStringOctets(out octets);
    }

    /// <summary>Text is UTF-8, of which US-ASCII is a part; other octets are no text.</summary>
    internal static bool ExpectAstring(this ref ImapScanner scanner, out string text)
    {
        text = "";
        return scanner.ExpectAstringOctets(out var octets) && scanner.Decode(octets, out text);
    }

    internal static bool ExpectString(this ref ImapScanner scanner, out string text)
    {
        text = "";
        return scanner.ExpectStringOctets(out var octets) && scanner.Decode(octets, out text);
    }

    /// <summary>A string, or NIL for null.</summary>
    internal static bool ExpectNstring(this ref ImapScanner scanner, out string? text)
    {
        text = null;
        if (scanner.Next is (byte)'"' or (byte)'{')
        {
            var read = scanner.ExpectString(out var value);
            text = value;
            return read;
        }

        return scanner.ExpectWord(out var word) && (word == "NIL" || scanner.Fail("A string or NIL is missing"));
    }

    /// <summary>A folder's name, decoded and in its one form.</summary>
    internal static bool ExpectMailbox(this ref ImapScanner scanner, out string name)
    {
        name = "";
        if (!scanner.ExpectAstringOctets(out var octets) || !scanner.DecodeName(octets, out name)) return false;
        name = FolderNames.Canonical(name);
        return true;
    }

    /// <summary>list-mailbox: like a name, with the wildcards allowed in an unquoted one too.</summary>
    internal static bool ExpectListMailbox(this ref ImapScanner scanner, out string pattern)
    {
        pattern = "";
        return scanner.ExpectListOctets(out var octets) && scanner.DecodeName(octets, out pattern);
    }

    internal static bool Decode(this ref ImapScanner scanner, scoped ReadOnlySpan<byte> octets, out string text)
    {
        text = "";
        if (!System.Text.Unicode.Utf8.IsValid(octets)) return scanner.Fail("The string is not UTF-8");
        text = StrictUtf8.GetString(octets);
        return true;
    }

    private static bool ExpectListOctets(this ref ImapScanner scanner, out ReadOnlySpan<byte> octets)
    {
        octets = scanner.TakeRun(ImapOctets.List);
        return !octets.IsEmpty || scanner.ExpectStringOctets(out octets);
    }

    /// <summary>An astring that is not modified UTF-7 is well-formed all the same (RFC 3501 §9): it names what can't exist.</summary>
    private static bool DecodeName(this ref ImapScanner scanner, scoped ReadOnlySpan<byte> octets, out string name)
    {
        if (scanner.Utf8Names) return scanner.Decode(octets, out name);
        if (ModifiedUtf7.TryDecode(octets, out name)) return true;
        if (octets.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E)) return scanner.Fail("The mailbox name is not US-ASCII");
        name = FolderNames.Impossible;
        return true;
    }

    private static bool ExpectQuoted(this ref ImapScanner scanner, out ReadOnlySpan<byte> octets)
    {
        var text = scanner.Rest[1..];
        var end = text.IndexOfAny((byte)'"', (byte)'\\');
        if (end >= 0 && text[end] == '"')
        {
            octets = text[..end];
            scanner.Advance(end + 2);
            return octets.IndexOfAny((byte)'\r', (byte)'\n', (byte)0) < 0 || scanner.Fail("A quoted string has a control character in it");
        }

        var unescaped = new List<byte>(Math.Min(text.Length, 256));
        for (var i = 0; i < text.Length; i++)
        {
            var octet = text[i];
            if (octet == '"')
            {
                octets = unescaped.ToArray();
                scanner.Advance(i + 2);
                return true;
            }

            if (octet == '\\')
            {
                // QUOTED-CHAR: only the two specials are ever escaped.
                if (++i == text.Length || text[i] is not ((byte)'"' or (byte)'\\')) break;
                octet = text[i];
            }

            if (octet is (byte)'\r' or (byte)'\n' or 0) break;
            unescaped.Add(octet);
        }

        return Nothing(ref scanner, "A quoted string does not end or is not well quoted", out octets);
    }

    private static bool ExpectLiteral(this ref ImapScanner scanner, out ReadOnlySpan<byte> octets)
    {
        octets = default;
        scanner.Advance(1);
        if (!scanner.ExpectNumber(out var size, int.MaxValue)) return false;
        scanner.Take('+');
        if (!scanner.Take('}') || !scanner.Take('\r') || !scanner.Take('\n') || scanner.Rest.Length < size)
            return scanner.Fail("A literal must stand at the end of its line");
        octets = scanner.Rest[..(int)size];
        scanner.Advance((int)size);
        return octets.IndexOf((byte)0) < 0 || scanner.Fail("A literal has a NUL in it");
    }

    private static bool Nothing(ref ImapScanner scanner, string fault, out ReadOnlySpan<byte> octets)
    {
        octets = default;
        return scanner.Fail(fault);
    }
}

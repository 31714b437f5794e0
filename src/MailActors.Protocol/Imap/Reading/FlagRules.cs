using System.Text;

namespace MailActors.Protocol.Imap.Reading;

/// <summary>flag and flag-list (RFC 9051 §9).</summary>
internal static class FlagRules
{
    /// <summary>Octets of one keyword; its folder remembers it for ever.</summary>
    internal const int MaxKeyword = 100;

    /// <summary>Keywords of one command; more than a folder can have.</summary>
    internal const int MaxKeywords = 100;

    /// <summary>flag-list, or (STORE only) flags without parentheses.</summary>
    internal static bool ExpectFlags(this ref ImapScanner scanner, bool parentheses, out ImapFlags flags)
    {
        flags = ImapFlags.Empty;
        var system = SystemFlags.None;
        var keywords = new List<string>();
        var open = scanner.Take('(');
        if (!open && parentheses) return scanner.Fail("A list of flags is missing");
        if (!open || !scanner.Take(')'))
        {
            do
            {
                if (!scanner.ExpectFlag(ref system, keywords)) return false;
            }
            while (scanner.Take(' '));

            if (open && !scanner.Expect(')')) return false;
        }

        flags = new(system, keywords);
        return true;
    }

    /// <summary>flag-keyword: an atom.</summary>
    internal static bool ExpectKeyword(this ref ImapScanner scanner, out string keyword) =>
        scanner.ExpectAtom(out keyword) && (keyword.Length <= MaxKeyword || scanner.Fail("The keyword is too long", ImapFaultKind.TooBig));

    private static bool ExpectFlag(this ref ImapScanner scanner, ref SystemFlags system, List<string> keywords)
    {
        if (scanner.Take('\\'))
        {
            // \Recent is the server's, and flags to come (flag-extension) are none of ours.
            switch (Encoding.ASCII.GetString(scanner.TakeRun(ImapOctets.Atom)).ToUpperInvariant())
            {
                case "SEEN": system |= SystemFlags.Seen; return true;
                case "ANSWERED": system |= SystemFlags.Answered; return true;
                case "FLAGGED": system |= SystemFlags.Flagged; return true;
                case "DELETED": system |= SystemFlags.Deleted; return true;
                case "DRAFT": system |= SystemFlags.Draft; return true;
                default: return scanner.Fail("There is no such system flag");
            }
        }

        if (!scanner.ExpectKeyword(out var keyword)) return false;
        if (keywords.Contains(keyword, StringComparer.OrdinalIgnoreCase)) return true;
        keywords.Add(keyword);
        return keywords.Count <= MaxKeywords || scanner.Fail("Too many keywords", ImapFaultKind.TooBig);
    }
}

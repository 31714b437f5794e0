using System.Text;
using MailActors.Protocol.Imap.Commands;
using static MailActors.Protocol.Imap.Commands.SearchKey;

namespace MailActors.Protocol.Imap.Reading;

/// <summary>One search-key without others inside (RFC 9051 §9; RFC 5032; RFC 7162 §3.1.5).</summary>
/// <param name="decodes">The charset is one we know; with another the strings are read only to find their ends.</param>
internal sealed class SearchLeaf(bool decodes)
{
    internal bool UsesModSeq { get; private set; }

    internal SearchKey? Read(ref ImapScanner scanner)
    {
        if (SetRules.StartsSet(scanner.Next)) return scanner.ExpectSet(out var set) ? new Sequence(set) : null;
        if (!scanner.ExpectWord(out var word)) return null;
        switch (word)
        {
            case "ALL": return All.Instance;
            case "ANSWERED": return new Flag(SystemFlags.Answered, true);
            case "UNANSWERED": return new Flag(SystemFlags.Answered, false);
            case "DELETED": return new Flag(SystemFlags.Deleted, true);
            case "UNDELETED": return new Flag(SystemFlags.Deleted, false);
            case "DRAFT": return new Flag(SystemFlags.Draft, true);
            case "UNDRAFT": return new Flag(SystemFlags.Draft, false);
            case "FLAGGED": return new Flag(SystemFlags.Flagged, true);
            case "UNFLAGGED": return new Flag(SystemFlags.Flagged, false);
            case "SEEN": return new Flag(SystemFlags.Seen, true);
            case "UNSEEN": return new Flag(SystemFlags.Seen, false);
            case "RECENT": return Recent.Instance;
            case "OLD": return new Not(Recent.Instance);
            case "NEW": return new And([Recent.Instance, new Flag(SystemFlags.Seen, false)]);
            case "KEYWORD" or "UNKEYWORD":
                return scanner.ExpectSpace() && scanner.ExpectKeyword(out var keyword) ? new Keyword(keyword, word == "KEYWORD") : null;
            case "FROM": return Address(ref scanner, SearchField.From);
            case "TO": return Address(ref scanner, SearchField.To);
            case "CC": return Address(ref scanner, SearchField.Cc);
            case "BCC": return Address(ref scanner, SearchField.Bcc);
            case "SUBJECT": return Address(ref scanner, SearchField.Subject);
            case "BODY" or "TEXT":
                return ExpectText(ref scanner, out var text) ? new Text(text, word == "TEXT") : null;
            case "HEADER":
                return scanner.ExpectSpace() && scanner.ExpectAstring(out var name) && ExpectText(ref scanner, out var value) ? new Header(name, value) : null;
            case "UID": return scanner.ExpectSpace() && scanner.ExpectSet(out var uids) ? new Uid(uids) : null;
            case "LARGER": return scanner.ExpectSpace() && scanner.ExpectNumber(out var larger) ? new Larger(larger) : null;
            case "SMALLER": return scanner.ExpectSpace() && scanner.ExpectNumber(out var smaller) ? new Smaller(smaller) : null;
            case "BEFORE": return Day(ref scanner, false, DateComparison.Before);
            case "ON": return Day(ref scanner, false, DateComparison.On);
            case "SINCE": return Day(ref scanner, false, DateComparison.Since);
            case "SENTBEFORE": return Day(ref scanner, true, DateComparison.Before);
            case "SENTON": return Day(ref scanner, true, DateComparison.On);
            case "SENTSINCE": return Day(ref scanner, true, DateComparison.Since);
            case "OLDER" or "YOUNGER":
                return scanner.ExpectSpace() && scanner.ExpectNonZero(out var seconds) ? new Within(word == "YOUNGER", seconds) : null;
            case "MODSEQ": return ModSeqKey(ref scanner);
            default:
                scanner.Fail("There is no such search key");
                return null;
        }
    }

    private Field? Address(ref ImapScanner scanner, SearchField field) => ExpectText(ref scanner, out var text) ? new(field, text) : null;

    private static Date? Day(ref ImapScanner scanner, bool sent, DateComparison comparison) =>
        scanner.ExpectSpace() && scanner.ExpectDate(out var day) ? new(sent, comparison, day) : null;

    /// <summary>MODSEQ ["/flags/\\name" SP entry-type] value.</summary>
    private ModSeq? ModSeqKey(ref ImapScanner scanner)
    {
        UsesModSeq = true;
        if (!scanner.ExpectSpace()) return null;
        if (scanner.Next == '"')
        {
            if (!scanner.ExpectString(out var entry) || !scanner.ExpectSpace() || !scanner.ExpectWord(out var type) || !scanner.ExpectSpace()) return null;
            if (!entry.StartsWith("/flags/", StringComparison.OrdinalIgnoreCase) || type is not ("PRIV" or "SHARED" or "ALL"))
            {
                scanner.Fail("There is no such MODSEQ entry");
                return null;
            }
        }

        return scanner.ExpectNumber(out var value) ? new(value) : null;
    }

    private bool ExpectText(ref ImapScanner scanner, out string text)
    {
        text = "";
        if (!scanner.ExpectSpace() || !scanner.ExpectAstringOctets(out var octets)) return false;
        if (decodes) return scanner.Decode(octets, out text);
        text = Encoding.Latin1.GetString(octets);
        return true;
    }
}

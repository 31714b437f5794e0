using System.Collections.Frozen;
using MailActors.Protocol.Imap.Commands;
using static MailActors.Protocol.Imap.Commands.FetchAttribute;

namespace MailActors.Protocol.Imap.Reading;

/// <summary>FETCH and its items (RFC 9051 §6.4.5; macros and RFC822 names of RFC 3501; modifiers of RFC 7162 §7).</summary>
internal static class FetchRules
{
    /// <summary>Items of one FETCH; one line could name thousands of sections of each message.</summary>
    private const int MaxItems = 200;

    private static readonly FrozenDictionary<string, FetchAttribute> Attributes = new Dictionary<string, FetchAttribute>
    {
        ["UID"] = FetchAttribute.Uid,
        ["FLAGS"] = Flags,
        ["INTERNALDATE"] = InternalDate,
        ["RFC822.SIZE"] = Rfc822Size,
        ["ENVELOPE"] = Envelope,
        ["BODY"] = Body,
        ["BODYSTRUCTURE"] = BodyStructure,
        ["MODSEQ"] = ModSeq,
        ["RFC822"] = Rfc822,
        ["RFC822.HEADER"] = Rfc822Header,
        ["RFC822.TEXT"] = Rfc822Text,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, FetchAttribute[]> Macros = new Dictionary<string, FetchAttribute[]>
    {
        ["FAST"] = [Flags, InternalDate, Rfc822Size],
        ["ALL"] = [Flags, InternalDate, Rfc822Size, Envelope],
        ["FULL"] = [Flags, InternalDate, Rfc822Size, Envelope, Body],
    }.ToFrozenDictionary();

    internal static ImapCommand? Fetch(ref ImapScanner scanner, string tag, bool uid)
    {
        if (!scanner.ExpectSpace() || !scanner.ExpectSet(out var set) || !scanner.ExpectSpace()) return null;
        var items = new List<FetchItem>();
        if (scanner.Take('('))
        {
            do
            {
                if (!scanner.ExpectWord(out var word) || !scanner.ExpectItem(word, items)) return null;
            }
            while (scanner.Take(' '));
            if (!scanner.Expect(')')) return null;
        }
        else
        {
            if (!scanner.ExpectWord(out var word)) return null;
            if (Macros.TryGetValue(word, out var macro)) items.AddRange(macro.Select(a => new FetchItem.Attribute(a)));
            else if (!scanner.ExpectItem(word, items)) return null;
        }

        long? changedSince = null;
        var vanished = false;
        if (scanner.Take(' ') && !scanner.ExpectModifiers(out changedSince, out vanished)) return null;

        // RFC 7162 §3.2.6.
        if (vanished && (!uid || changedSince is null))
        {
            scanner.Fail("VANISHED needs UID FETCH and CHANGEDSINCE");
            return null;
        }

        return new FetchCommand(tag, uid, set, items, changedSince, vanished);
    }

    private static bool ExpectItem(this ref ImapScanner scanner, string word, List<FetchItem> items)
    {
        FetchItem? item;
        if (scanner.Next == '[') scanner.ExpectSectionItem(word, out item);
        else if (Attributes.TryGetValue(word, out var attribute)) item = new FetchItem.Attribute(attribute);
        else return scanner.Fail("There is no such FETCH item");
        if (item is null) return false;
        if (items.Contains(item)) return true;
        items.Add(item);
        return items.Count <= MaxItems || scanner.Fail("Too many FETCH items", ImapFaultKind.TooBig);
    }

    private static bool ExpectSectionItem(this ref ImapScanner scanner, string word, out FetchItem? item)
    {
        item = null;
        PartialRange? partial = null;
        switch (word)
        {
            case "BODY" or "BODY.PEEK":
                if (!scanner.ExpectSection(out var section) || !scanner.ExpectPartial(out partial)) return false;
                item = new FetchItem.Body(section, partial, word == "BODY.PEEK");
                return true;
            case "BINARY" or "BINARY.PEEK":
                if (!scanner.ExpectBinaryPart(out var part) || !scanner.ExpectPartial(out partial)) return false;
                item = new FetchItem.Binary(part, partial, word == "BINARY.PEEK");
                return true;
            case "BINARY.SIZE":
                if (!scanner.ExpectBinaryPart(out part)) return false;
                item = new FetchItem.BinarySize(part);
                return true;
            default:
                return scanner.Fail("There is no such FETCH item");
        }
    }

    /// <summary>&lt;offset.count&gt;; a count of zero is against the grammar (RFC 9051 §9, partial).</summary>
    private static bool ExpectPartial(this ref ImapScanner scanner, out PartialRange? partial)
    {
        partial = null;
        if (!scanner.Take('<')) return true;
        if (!scanner.ExpectNumber(out var offset, uint.MaxValue) || !scanner.Expect('.') || !scanner.ExpectNonZero(out var count) || !scanner.Expect('>')) return false;
        partial = new((uint)offset, count);
        return true;
    }

    private static bool ExpectModifiers(this ref ImapScanner scanner, out long? changedSince, out bool vanished)
    {
        changedSince = null;
        vanished = false;
        if (!scanner.Expect('(')) return false;
        do
        {
            if (!scanner.ExpectWord(out var word)) return false;
            switch (word)
            {
                case "CHANGEDSINCE":
                    if (!scanner.ExpectSpace() || !scanner.ExpectNumber(out var since)) return false;
                    changedSince = since;
                    break;
                case "VANISHED":
                    vanished = true;
                    break;
                default:
                    return scanner.Fail("There is no such modifier");
            }
        }
        while (scanner.Take(' '));

        return scanner.Expect(')');
    }
}

using MailActors.Protocol.Imap.Commands;

namespace MailActors.Protocol.Imap.Reading;

/// <summary>STORE, COPY, MOVE, EXPUNGE and the quota commands (RFC 9051 §6.4, RFC 7162, RFC 9208).</summary>
internal static class MessageRules
{
    private const int MaxResources = 20;

    internal static ImapCommand? Store(ref ImapScanner scanner, string tag, bool uid)
    {
        if (!scanner.ExpectSpace() || !scanner.ExpectSet(out var set) || !scanner.ExpectSpace()) return null;
        long? unchangedSince = null;
        if (scanner.Take('('))
        {
            // RFC 7162 §3.1.3.
            if (!scanner.ExpectWord(out var modifier)) return null;
            if (modifier != "UNCHANGEDSINCE")
            {
                scanner.Fail("There is no such modifier");
                return null;
            }

            if (!scanner.ExpectSpace() || !scanner.ExpectNumber(out var since) || !scanner.Expect(')') || !scanner.ExpectSpace()) return null;
            unchangedSince = since;
        }

        var mode = scanner.Take('+') ? StoreMode.Add : scanner.Take('-') ? StoreMode.Remove : StoreMode.Replace;
        if (!scanner.ExpectWord(out var item)) return null;
        if (item is not ("FLAGS" or "FLAGS.SILENT"))
        {
            scanner.Fail("Expected FLAGS or FLAGS.SILENT");
            return null;
        }

        return scanner.ExpectSpace() && scanner.ExpectFlags(parentheses: false, out var flags)
            ? new StoreCommand(tag, uid, set, mode, item == "FLAGS.SILENT", flags, unchangedSince)
            : null;
    }

    internal static ImapCommand? Copy(ref ImapScanner scanner, string tag, bool uid) =>
        scanner.ExpectSetAndName(out var set, out var name) ? new CopyCommand(tag, uid, set, name) : null;

    internal static ImapCommand? Move(ref ImapScanner scanner, string tag, bool uid) =>
        scanner.ExpectSetAndName(out var set, out var name) ? new MoveCommand(tag, uid, set, name) : null;

    internal static ImapCommand? UidExpunge(ref ImapScanner scanner, string tag) =>
        scanner.ExpectSpace() && scanner.ExpectSet(out var set) ? new ExpungeCommand(tag, set) : null;

    internal static ImapCommand? GetQuota(ref ImapScanner scanner, string tag) =>
        scanner.ExpectSpace() && scanner.ExpectAstring(out var root) ? new GetQuotaCommand(tag, root) : null;

    internal static ImapCommand? SetQuota(ref ImapScanner scanner, string tag)
    {
        if (!scanner.ExpectSpace() || !scanner.ExpectAstring(out var root) || !scanner.ExpectSpace() || !scanner.Expect('(')) return null;
        var limits = new List<QuotaLimit>();
        while (scanner.Next != ')')
        {
            if (limits.Count > 0 && !scanner.ExpectSpace()) return null;
            if (!scanner.ExpectAtom(out var resource) || !scanner.ExpectSpace() || !scanner.ExpectNumber(out var limit)) return null;
            limits.Add(new(resource.ToUpperInvariant(), limit));
            if (limits.Count <= MaxResources) continue;
            scanner.Fail("Too many resources", ImapFaultKind.TooBig);
            return null;
        }

        return scanner.Expect(')') ? new SetQuotaCommand(tag, root, limits) : null;
    }

    private static bool ExpectSetAndName(this ref ImapScanner scanner, out SequenceSet set, out string name)
    {
        name = "";
        set = SequenceSet.Saved;
        return scanner.ExpectSpace() && scanner.ExpectSet(out set) && scanner.ExpectName(out name);
    }
}

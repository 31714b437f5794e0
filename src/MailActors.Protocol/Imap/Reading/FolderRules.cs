using MailActors.Protocol.Imap.Commands;

namespace MailActors.Protocol.Imap.Reading;

/// <summary>SELECT, EXAMINE, CREATE, RENAME, STATUS and the commands that take one name (RFC 9051 §6.3).</summary>
internal static class FolderRules
{
    private const int MaxUses = 10;

    /// <summary>SP mailbox.</summary>
    internal static bool ExpectName(this ref ImapScanner scanner, out string name)
    {
        name = "";
        return scanner.ExpectSpace() && scanner.ExpectMailbox(out name);
    }

    internal static ImapCommand? Select(ref ImapScanner scanner, string tag, bool readOnly)
    {
        if (!scanner.ExpectName(out var name)) return null;
        var condStore = false;
        QresyncParameter? qresync = null;
        if (!scanner.Take(' ')) return new SelectCommand(tag, name, readOnly, condStore, qresync);
        if (!scanner.Expect('(')) return null;
        do
        {
            if (!scanner.ExpectWord(out var parameter)) return null;
            var known = parameter switch
            {
                "CONDSTORE" => condStore = true,
                "QRESYNC" => scanner.ExpectQresync(out qresync),
                _ => scanner.Fail("There is no such parameter"),
            };
            if (!known) return null;
        }
        while (scanner.Take(' '));

        return scanner.Expect(')') ? new SelectCommand(tag, name, readOnly, condStore, qresync) : null;
    }

    internal static ImapCommand? Create(ref ImapScanner scanner, string tag)
    {
        if (!scanner.ExpectName(out var name)) return null;

        // RFC 9051 §6.3.4: a separator at the end only says that children will follow.
        if (name.EndsWith(FolderNames.Separator)) name = name[..^1];
        var uses = new List<string>();
        if (!scanner.Take(' ')) return new CreateCommand(tag, name, uses);

        // RFC 6154 §6, create-param.
        if (!scanner.Expect('(') || !scanner.ExpectWord(out var parameter)) return null;
        if (parameter != "USE")
        {
            scanner.Fail("There is no such parameter");
            return null;
        }

        if (!scanner.ExpectSpace() || !scanner.Expect('(')) return null;
        while (scanner.Next != ')')
        {
            if (uses.Count > 0 && !scanner.ExpectSpace()) return null;
            if (!scanner.Expect('\\') || !scanner.ExpectAtom(out var use)) return null;
            use = "\\" + use;
            uses.Add(MailboxAttributes.SpecialUses.FirstOrDefault(u => u.Equals(use, StringComparison.OrdinalIgnoreCase)) ?? use);
            if (uses.Count <= MaxUses) continue;
            scanner.Fail("Too many special uses", ImapFaultKind.TooBig);
            return null;
        }

        return scanner.Expect(')') && scanner.Expect(')') ? new CreateCommand(tag, name, uses) : null;
    }

    internal static ImapCommand? Rename(ref ImapScanner scanner, string tag) =>
        scanner.ExpectName(out var from) && scanner.ExpectName(out var to)
            ? new RenameCommand(tag, from, to.EndsWith(FolderNames.Separator) ? to[..^1] : to)
            : null;

    internal static ImapCommand? Status(ref ImapScanner scanner, string tag) =>
        scanner.ExpectName(out var name) && scanner.ExpectSpace() && scanner.ExpectStatusItems(out var items) ? new StatusCommand(tag, name, items) : null;

    internal static bool ExpectStatusItems(this ref ImapScanner scanner, out StatusItems items)
    {
        items = StatusItems.None;
        if (!scanner.Expect('(')) return false;
        do
        {
            if (!scanner.ExpectWord(out var word)) return false;
            var item = word switch
            {
                "MESSAGES" => StatusItems.Messages,
                "RECENT" => StatusItems.Recent,
                "UIDNEXT" => StatusItems.UidNext,
                "UIDVALIDITY" => StatusItems.UidValidity,
                "UNSEEN" => StatusItems.Unseen,
                "DELETED" => StatusItems.Deleted,
                "SIZE" => StatusItems.Size,
                "HIGHESTMODSEQ" => StatusItems.HighestModSeq,
                "APPENDLIMIT" => StatusItems.AppendLimit,
                "DELETED-STORAGE" => StatusItems.DeletedStorage,
                _ => StatusItems.None,
            };
            if (item == StatusItems.None) return scanner.Fail("There is no such status item");
            items |= item;
        }
        while (scanner.Take(' '));

        return scanner.Expect(')');
    }

    /// <summary>RFC 7162 §7, select-param QRESYNC.</summary>
    private static bool ExpectQresync(this ref ImapScanner scanner, out QresyncParameter? parameter)
    {
        parameter = null;
        if (!scanner.ExpectSpace() || !scanner.Expect('(') || !scanner.ExpectNonZero(out var uidValidity)
            || !scanner.ExpectSpace() || !scanner.ExpectNumber(out var modSeq)) return false;
        SequenceSet? known = null, sequences = null, uids = null;
        if (scanner.Take(' '))
        {
            if (scanner.Next != '(')
            {
                if (!scanner.ExpectKnownSet(out known)) return false;
                if (scanner.Take(' ') && !scanner.ExpectMatchData(out sequences, out uids)) return false;
            }
            else if (!scanner.ExpectMatchData(out sequences, out uids))
            {
                return false;
            }
        }

        parameter = new(uidValidity, modSeq, known, sequences, uids);
        return scanner.Expect(')');
    }

    private static bool ExpectMatchData(this ref ImapScanner scanner, out SequenceSet? sequences, out SequenceSet? uids)
    {
        sequences = uids = null;
        if (!scanner.Expect('(') || !scanner.ExpectKnownSet(out sequences) || !scanner.ExpectSpace()
            || !scanner.ExpectKnownSet(out uids) || !scanner.Expect(')')) return false;

        // RFC 7162 §3.2.5.2: as many in one as in the other.
        return Numbers(sequences) == Numbers(uids) || scanner.Fail("The two sets must be of the same size");
    }

    private static long Numbers(SequenceSet set) => set.Ranges.Sum(r => Math.Abs((long)r.To - r.From) + 1);
}

using static MailActors.Domain.Mailboxes.MailboxEvents;

namespace MailActors.Domain.Mailboxes;

/// <summary>STORE, EXPUNGE, and who hears first of new messages.</summary>
internal static class FlagDecisions
{
    public static Decision Store(this MailboxState state, MailboxCommands.StoreFlags c, long now)
    {
        if (!state.Folders.TryGetValue(c.Folder, out var folder)) return Decision.No(MailboxRejection.NoSuchFolder);
        if (!folder.Messages.IsLoaded) return new Decision.NeedsFolders([c.Folder]);
        var keywords = new KeywordNumbers(folder.Keywords);
        MessageFlags flags;
        if (c.Change == FlagChange.Remove) flags = keywords.Known(c.Flags);
        else if (!keywords.TryNumber(c.Flags, out flags)) return Decision.No(MailboxRejection.LimitReached);

        var changed = new UidSetBuilder();
        var modified = new UidSetBuilder();
        int unseen = 0, deleted = 0;
        long deletedBytes = 0;
        foreach (var run in folder.Messages.Find(c.Uids))
        {
            var chunk = folder.Messages.Chunks[run.Chunk];
            for (var i = run.From; i < run.To; i++)
            {
                // RFC 7162 §3.1.3: left alone and named in MODIFIED.
                if (chunk.ModSeqs[i] > (c.UnchangedSince ?? long.MaxValue))
                {
                    modified.Add(chunk.Uids[i]);
                    continue;
                }

                var old = (MessageFlags)chunk.Flags[i];
                var next = c.Change.On(old, flags);
                if (next == old) continue;
                changed.Add(chunk.Uids[i]);
                unseen += Has(old, MessageFlags.Seen) - Has(next, MessageFlags.Seen);
                var becameDeleted = Has(next, MessageFlags.Deleted) - Has(old, MessageFlags.Deleted);
                deleted += becameDeleted;
                deletedBytes += becameDeleted * chunk.Sizes[i];
            }
        }

        var left = modified.ToSet();
        return changed.Count == 0
            ? new Decision.Answer(new MailboxReplies.Stored(left, folder.Info.HighestModSeq, state.Snapshot(c.Folder)))
            : new Decision.Write(new FlagsStored(
                c.Id, now, c.Folder, changed.ToSet(), c.Change, flags, keywords.Added, unseen, deleted, deletedBytes, left));
    }

    public static Decision Expunge(this MailboxState state, MailboxCommands.ExpungeMessages c, long now)
    {
        if (!state.Folders.TryGetValue(c.Folder, out var folder)) return Decision.No(MailboxRejection.NoSuchFolder);
        if (!folder.Messages.IsLoaded) return new Decision.NeedsFolders([c.Folder]);
        var gone = new UidSetBuilder();
        int unseen = 0, deleted = 0;
        long bytes = 0, deletedBytes = 0;
        foreach (var run in folder.Messages.Find(c.Uids ?? Everything))
        {
            var chunk = folder.Messages.Chunks[run.Chunk];
            for (var i = run.From; i < run.To; i++)
            {
                var flags = (MessageFlags)chunk.Flags[i];
                if (c.OnlyDeleted && Has(flags, MessageFlags.Deleted) == 0) continue;
                gone.Add(chunk.Uids[i]);
                unseen += 1 - Has(flags, MessageFlags.Seen);
                bytes += chunk.Sizes[i];
                if (Has(flags, MessageFlags.Deleted) == 0) continue;
                deleted++;
                deletedBytes += chunk.Sizes[i];
            }
        }

        return gone.Count == 0
            ? new Decision.Answer(new MailboxReplies.Expunged(UidSet.Empty, state.Snapshot(c.Folder)))
            : new Decision.Write(new MessagesExpunged(c.Id, now, c.Folder, gone.ToSet(), unseen, deleted, bytes, deletedBytes));
    }

    /// <summary>An event only when there is something new: most who open a folder find nothing.</summary>
    public static Decision TakeRecent(this MailboxState state, MailboxCommands.TakeRecent c, long now)
    {
        if (!state.Folders.TryGetValue(c.Folder, out var folder)) return Decision.No(MailboxRejection.NoSuchFolder);
        var info = folder.Info;
        return info.Recent == 0
            ? new Decision.Answer(new MailboxReplies.RecentTaken(UidSet.Empty))
            : new Decision.Write(new RecentTaken(c.Id, now, c.Folder, info.FirstRecent, info.UidNext));
    }

    private static readonly UidSet Everything = UidSet.OfRanges([new(1, uint.MaxValue)]);

    private static int Has(MessageFlags flags, MessageFlags flag) => (flags & flag) != 0 ? 1 : 0;
}

using System.Collections.Immutable;

namespace MailActors.Domain.Mailboxes;

/// <summary>One folder in the state of its mailbox. Its <see cref="Info"/> and keyword table are always in memory and follow every event;
/// its messages may be on disk.</summary>
public sealed record MailboxFolder(FolderInfo Info, ImmutableArray<string> Keywords, FolderMessages Messages)
{
    public static MailboxFolder New(NewFolder folder, long modSeq) =>
        new(new(folder.Id, folder.Name, folder.SpecialUse, folder.UidValidity, 1, modSeq, 0, 0, 0, 0, 0, 1, 0), [], FolderMessages.Empty);

    public MailboxFolder Add(uint firstUid, ImmutableArray<AddedMessage> messages, ImmutableArray<string> newKeywords, long modSeq, long at)
    {
        var rows = new MessageRow[messages.Length];
        int unseen = 0, deleted = 0;
        long bytes = 0, deletedBytes = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var message = messages[i];
            rows[i] = new(firstUid + (uint)i, message.Flags, modSeq, message.InternalDate, at, message.Size, message.Blob);
            if ((message.Flags & MessageFlags.Seen) == 0) unseen++;
            bytes += message.Size;
            if ((message.Flags & MessageFlags.Deleted) == 0) continue;
            deleted++;
            deletedBytes += message.Size;
        }

        return new(
            Info with
            {
                UidNext = firstUid + (uint)rows.Length,
                HighestModSeq = modSeq,
                Messages = Info.Messages + rows.Length,
                Unseen = Info.Unseen + unseen,
                Deleted = Info.Deleted + deleted,
                Bytes = Info.Bytes + bytes,
                DeletedBytes = Info.DeletedBytes + deletedBytes,
                Recent = Info.Recent + rows.Length,
            },
            Keywords.AddRange(newKeywords),
            Messages.Apply(new FolderChange.Added(rows)));
    }

    public MailboxFolder SetFlags(MailboxEvents.FlagsStored e, long modSeq) => new(
        Info with
        {
            HighestModSeq = modSeq,
            Unseen = Info.Unseen + e.UnseenDelta,
            Deleted = Info.Deleted + e.DeletedDelta,
            DeletedBytes = Info.DeletedBytes + e.DeletedBytesDelta,
        },
        Keywords.AddRange(e.NewKeywords),
        Messages.Apply(new FolderChange.FlagsSet(e.Uids, e.Change, e.Flags, modSeq)));

    public MailboxFolder Remove(UidSet uids, int unseen, int deleted, long bytes, long deletedBytes, long modSeq) => this with
    {
        Info = Info with
        {
            HighestModSeq = modSeq,
            Messages = Info.Messages - (int)uids.Count,
            Unseen = Info.Unseen - unseen,
            Deleted = Info.Deleted - deleted,
            Bytes = Info.Bytes - bytes,
            DeletedBytes = Info.DeletedBytes - deletedBytes,
            Recent = Info.Recent - (int)uids.CountFrom(Info.FirstRecent),
        },
        Messages = Messages.Apply(new FolderChange.Removed(uids, modSeq)),
    };

    /// <summary>A session hears of what is recent, and is the only one (RFC 3501 §2.3.2). No message changes: neither does HIGHESTMODSEQ.</summary>
    public MailboxFolder TakeRecent(uint next) => this with { Info = Info with { FirstRecent = next, Recent = 0 } };

    /// <summary>INBOX after RENAME INBOX: empty, and every UID it ever gave has vanished.</summary>
    public MailboxFolder Emptied(long modSeq) => this with
    {
        Info = Info with { HighestModSeq = modSeq, Messages = 0, Unseen = 0, Deleted = 0, Bytes = 0, DeletedBytes = 0, FirstRecent = Info.UidNext, Recent = 0 },
        Messages = FolderMessages.Empty with
        {
            Vanished = Info.UidNext == 1 ? VanishedSet.Empty : VanishedSet.Empty.Add(UidSet.OfRanges([new(1, Info.UidNext - 1)]), modSeq),
        },
    };

    /// <summary>The folder RENAME INBOX makes: the messages of INBOX with their UIDs under a new UIDVALIDITY. What vanished from INBOX
    /// goes along: the UIDs are taken here too.</summary>
    public static MailboxFolder OfInbox(NewFolder folder, MailboxFolder inbox, long modSeq) => new(
        inbox.Info with
        {
            Id = folder.Id, Name = folder.Name, SpecialUse = folder.SpecialUse, UidValidity = folder.UidValidity, HighestModSeq = modSeq,
        },
        inbox.Keywords,
        inbox.Messages);

    public FolderSnapshot Snapshot(AccountId account) =>
        new(account, Info, Keywords, Messages.Chunks, Messages.Starts, Messages.Vanished ?? VanishedSet.Empty);
}

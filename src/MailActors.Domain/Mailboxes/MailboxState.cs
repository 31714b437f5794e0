using System.Collections.Immutable;
using static MailActors.Domain.Mailboxes.MailboxEvents;

namespace MailActors.Domain.Mailboxes;

/// <summary>A mailbox: pure and immutable. <see cref="Decide"/> turns a command into at most one event, <see cref="Apply"/> takes it in and
/// can't fail. The root (everything here but the chunks of the folders) is always in memory.
///
/// Invariants
/// 1. A UID is given once in a folder, ascending; UIDNEXT never falls.
/// 2. A UIDVALIDITY is given once in a mailbox, ascending, from a counter; under one name it never falls.
/// 3. Folder ids are never reused. INBOX is always there, with id 1.
/// 4. MODSEQ is the sequence number of the event; nothing else counts it.</summary>
public sealed record MailboxState(AccountId Account)
{
    public const int InboxId = 1;

    /// <summary>The sequence number of the last event.</summary>
    public long ModSeq { get; init; }

    /// <summary>The special-use folders were made.</summary>
    public bool Opened { get; init; }

    public bool Removed { get; init; }

    public Quota Quota { get; init; } = new(0, 0, 0, 0);

    /// <summary>The last folder id given.</summary>
    public int LastFolderId { get; init; } = InboxId;

    /// <summary>The last UIDVALIDITY given.</summary>
    public uint LastUidValidity { get; init; } = 1;

    /// <summary>The highest UIDVALIDITY of any folder that gave up its name. A folder that takes a name must be above it.</summary>
    public uint RetiredUidValidity { get; init; }

    public ImmutableDictionary<int, MailboxFolder> Folders { get; init; } = ImmutableDictionary<int, MailboxFolder>.Empty.Add(
        InboxId, MailboxFolder.New(new(InboxId, FolderName.Inbox, SpecialUse.None, 1), 1));

    /// <summary>Ids by name.</summary>
    public ImmutableDictionary<string, int> Names { get; init; } = ImmutableDictionary.Create<string, int>(StringComparer.Ordinal)
        .Add(FolderName.Inbox, InboxId);

    public ImmutableHashSet<string> Subscriptions { get; init; } = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    public RecentCommands Recent { get; init; } = RecentCommands.Empty;

    /// <param name="now">Seconds since 1970 UTC.</param>
    public Decision Decide(MailboxCommand command, long now)
    {
        // The reply to a repeated command is the reply to the first; this also holds when the mailbox has been removed since.
        if (Recent[command.Id] is { } outcome) return this.Repeat(outcome);
        if (Removed) return command is MailboxCommands.RemoveMailbox ? Decision.Done : Decision.No(MailboxRejection.Removed);
        return command switch
        {
            MailboxCommands.DeliverMessage c => this.Deliver(c, now),
            MailboxCommands.AppendMessages c => this.Append(c, now),
            MailboxCommands.StoreFlags c => this.Store(c, now),
            MailboxCommands.CopyMessages c => this.Copy(c, now),
            MailboxCommands.MoveMessages c => this.Move(c, now),
            MailboxCommands.ExpungeMessages c => this.Expunge(c, now),
            MailboxCommands.TakeRecent c => this.TakeRecent(c, now),
            MailboxCommands.CreateFolder c => this.Create(c, now),
            MailboxCommands.DeleteFolder c => this.Delete(c, now),
            MailboxCommands.RenameFolder c => this.Rename(c, now),
            MailboxCommands.Subscribe c => this.Subscribe(c, now),
            MailboxCommands.OpenMailbox c => this.Open(c, now),
            MailboxCommands.RemoveMailbox c => new Decision.Write(new MailboxRemoved(c.Id, now)),
            _ => throw new ArgumentException($"{command.GetType().Name} is no command of a mailbox.", nameof(command)),
        };
    }

    /// <param name="sequenceNr">The place of the event in the journal: one more than that of the event before.</param>
    public MailboxState Apply(MailboxEvent e, long sequenceNr)
    {
        var next = this with { ModSeq = sequenceNr };
        next = e switch
        {
            MessageDelivered d => next.Add(d.Folder, d.Uid, [d.Message], d.NewKeywords, d.At),
            MessagesAppended a => next.Add(a.Folder, a.FirstUid, a.Messages, a.NewKeywords, a.At),
            FlagsStored f => next.With(next.Folders[f.Folder].SetFlags(f, sequenceNr)),
            MessagesCopied c => next.Add(c.Target, c.FirstUid, c.Messages, c.NewKeywords, c.At),
            MessagesMoved m => next.Remove(m.Source, m.Uids, m.Messages).Add(m.Target, m.FirstUid, m.Messages, m.NewKeywords, m.At),
            MessagesExpunged x => next.Remove(x.Folder, x.Uids, x.Unseen, x.Deleted, x.Bytes, x.DeletedBytes),
            RecentTaken r => next.With(next.Folders[r.Folder].TakeRecent(r.Next)),
            _ => next.ApplyToFolders(e),
        };
        return next with
        {
            Recent = e is MessageDelivered ? next.Recent.AddDelivery(e.Command, e.At) : next.Recent.Add(e.Command, e.At, CommandOutcome.Of(e, next)),
        };
    }

    /// <summary>The reply to a command whose outcome this is, as things stand now. Folders it shows must be in memory.</summary>
    public MailboxReply ReplyTo(CommandOutcome outcome) => outcome switch
    {
        CommandOutcome.Appended a => new MailboxReplies.Appended(a.UidValidity, a.Uids),
        CommandOutcome.Stored s when Folders.ContainsKey(s.Folder) => new MailboxReplies.Stored(s.Modified, s.ModSeq, Snapshot(s.Folder)),
        CommandOutcome.Copied c when Folders.ContainsKey(c.Source) => new MailboxReplies.Copied(c.UidValidity, c.From, c.To, Snapshot(c.Source)),
        CommandOutcome.Expunged x when Folders.ContainsKey(x.Folder) => new MailboxReplies.Expunged(x.Uids, Snapshot(x.Folder)),
        CommandOutcome.RecentTaken r => new MailboxReplies.RecentTaken(r.Uids),
        CommandOutcome.Created c when Folders.ContainsKey(c.Folder) => new MailboxReplies.FolderCreated(Folders[c.Folder].Info),
        CommandOutcome.Done => MailboxReplies.Done.Instance,
        _ => new MailboxReplies.Rejected(MailboxRejection.NoSuchFolder),
    };

    /// <summary>Null when there is no such folder.</summary>
    /// <param name="name">In any form.</param>
    public MailboxFolder? Find(string name) =>
        FolderName.TryNormalize(name, out var normal) && Names.TryGetValue(normal, out var id) ? Folders[id] : null;

    public FolderSnapshot Snapshot(int folder) => Folders[folder].Snapshot(Account);

    public MailboxReplies.MailboxView View() => new([.. Folders.Values.Select(f => f.Info)], Subscriptions, Quota, ModSeq);

    internal MailboxState With(MailboxFolder folder) => this with { Folders = Folders.SetItem(folder.Info.Id, folder) };

    private MailboxState Add(int folder, uint firstUid, ImmutableArray<AddedMessage> messages, ImmutableArray<string> newKeywords, long at)
    {
        var old = Folders[folder];
        var grown = old.Add(firstUid, messages, newKeywords, ModSeq, at);
        return With(grown).Use(grown.Info.Bytes - old.Info.Bytes, messages.Length);
    }

    private MailboxState Remove(int folder, UidSet uids, ImmutableArray<AddedMessage> messages) => Remove(
        folder,
        uids,
        messages.Count(m => (m.Flags & MessageFlags.Seen) == 0),
        messages.Count(m => (m.Flags & MessageFlags.Deleted) != 0),
        messages.Sum(m => m.Size),
        messages.Sum(m => (m.Flags & MessageFlags.Deleted) != 0 ? m.Size : 0));

    private MailboxState Remove(int folder, UidSet uids, int unseen, int deleted, long bytes, long deletedBytes) =>
        With(Folders[folder].Remove(uids, unseen, deleted, bytes, deletedBytes, ModSeq)).Use(-bytes, -uids.Count);

    internal MailboxState Use(long bytes, long messages) =>
        this with { Quota = Quota with { UsedBytes = Quota.UsedBytes + bytes, UsedMessages = Quota.UsedMessages + messages } };
}

using MailActors.Domain.Blobs;
using MailActors.Domain.Mailboxes;
using Xunit;
using static MailActors.Domain.Mailboxes.MailboxCommands;
using static MailActors.Domain.Mailboxes.MailboxReplies;

namespace MailActors.Domain.Tests.Mailboxes;

/// <summary>A mailbox driven as its actor does it, with chunks in a dictionary. It keeps all events for replay.</summary>
internal sealed class MailboxScene
{
    public static readonly AccountId Account = new(7);

    public MailboxState State { get; set; } = new(Account);

    public List<MailboxEvent> Events { get; } = [];

    public Dictionary<ChunkKey, ReadOnlyMemory<byte>> Chunks { get; } = [];

    public MailboxRoot? Root { get; private set; }

    public long Now { get; set; } = 1_700_000_000;

    public T Do<T>(MailboxCommand command) where T : MailboxReply => Assert.IsType<T>(Do(command));

    public MailboxRejection Refused(MailboxCommand command)
    {
        var before = Events.Count;
        var reason = Do<Rejected>(command).Reason;
        Assert.Equal(before, Events.Count);
        return reason;
    }

    public MailboxReply Do(MailboxCommand command)
    {
        switch (State.Decide(command, Now))
        {
            case Decision.Answer answer:
                return answer.Reply;
            case Decision.Write write:
                Events.Add(write.Event);
                State = State.Apply(write.Event, State.ModSeq + 1);
                return State.ReplyTo(State.Recent[command.Id]!);
            case Decision.NeedsFolders needs:
                foreach (var folder in needs.Folders) Load(folder);
                return Do(command);
            default:
                throw new InvalidOperationException();
        }
    }

    public void Load(int folder) => State = State.Load(folder, Chunks) ?? throw new InvalidOperationException("A chunk is damaged.");

    public FolderSnapshot Folder(string name = "INBOX")
    {
        var folder = State.Find(name)!;
        if (!folder.Messages.IsLoaded) Load(folder.Info.Id);
        return State.Snapshot(folder.Info.Id);
    }

    /// <summary>Takes a snapshot, as the actor does.</summary>
    public void Save()
    {
        foreach (var folder in State.FoldersToSettle()) Load(folder);
        var keys = new Dictionary<object, ChunkKey>(ReferenceEqualityComparer.Instance);
        foreach (var chunk in State.Unsaved())
        {
            var key = ChunkKey.New();
            keys.Add(chunk.Content, key);
            Chunks.Add(key, chunk.Encode(key).Bytes);
        }

        State = State.Name(keys);
        Root = MailboxRoot.Of(State, []);
    }

    /// <summary>From the last snapshot and the events after it; from all events without one.</summary>
    public void Restart() => State = Replayed(Root?.ToState() ?? new(Account));

    public MailboxState Replayed(MailboxState from) =>
        Events.Skip((int)from.ModSeq).Aggregate(from, (state, e) => state.Apply(e, state.ModSeq + 1));

    public static DeliverMessage Delivery(int number = 1, string? folder = null, CommandId? id = null) =>
        new(Account, id ?? CommandId.New(), Message(number), folder);

    public static AppendMessages Appending(string folder, params NewMessage[] messages) => new(Account, CommandId.New(), folder, messages);

    public static StoreFlags Storing(UidSet uids, FlagChange change, FlagSet flags, long? unchangedSince = null, int folder = 1) =>
        new(Account, CommandId.New(), folder, uids, change, flags, unchangedSince);

    public static CreateFolder Creating(string name, SpecialUse use = SpecialUse.None) => new(Account, CommandId.New(), name, use);

    public static RenameFolder Renaming(string from, string to) => new(Account, CommandId.New(), from, to);

    public static DeleteFolder Deleting(string name) => new(Account, CommandId.New(), name);

    public static CopyMessages Copying(UidSet uids, string target, int folder = 1, bool whole = false) =>
        new(Account, CommandId.New(), folder, uids, target, whole);

    public static MoveMessages Moving(UidSet uids, string target, int folder = 1, bool whole = false) =>
        new(Account, CommandId.New(), folder, uids, target, whole);

    public static TakeRecent TakingRecent(int folder = 1) => new(Account, CommandId.New(), folder);

    public static ExpungeMessages Expunging(UidSet? uids = null, bool onlyDeleted = true, int folder = 1) =>
        new(Account, CommandId.New(), folder, uids, onlyDeleted);

    public static OpenMailbox Opening(long bytes = 0, long messages = 0) => new(Account, CommandId.New(), bytes, messages);

    public static NewMessage Message(int number, MessageFlags flags = MessageFlags.None, params string[] keywords) =>
        new(Blob(number), 1000 + number, 1_600_000_000 + number, new(flags, keywords));

    public static FlagSet Flags(MessageFlags system, params string[] keywords) => new(system, keywords);

    public static UidSet Uids(params uint[] uids) => UidSet.Of(uids);

    public static UidSet All { get; } = UidSet.OfRanges([new(1, uint.MaxValue)]);

    public static BlobId Blob(int number)
    {
        var bytes = new byte[BlobId.Length];
        BitConverter.TryWriteBytes(bytes, number);
        return BlobId.From(bytes);
    }

    /// <summary>Everything a client can see of a mailbox, as text.</summary>
    public string Shown()
    {
        var lines = new List<string> { $"{State.ModSeq} {State.Quota} {string.Join(' ', State.Subscriptions.Order(StringComparer.Ordinal))}" };
        foreach (var name in State.Names.Keys.Order(StringComparer.Ordinal))
        {
            var folder = Folder(name);
            lines.Add($"{folder.Info} [{string.Join(' ', folder.Keywords)}] vanished {folder.Vanished.Since(0)}");
            for (var i = 1; i <= folder.Count; i++) lines.Add(folder[i].ToString());
        }

        return string.Join('\n', lines);
    }
}

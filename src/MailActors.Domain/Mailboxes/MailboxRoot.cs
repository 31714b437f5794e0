using System.Collections.Immutable;

namespace MailActors.Domain.Mailboxes;

/// <summary>The snapshot of a mailbox: everything but its chunks, which it names. It may be written only when they are durable.</summary>
/// <param name="Superseded">Chunks the root before this one named and this one doesn't. They may go when the next root is durable and the
/// mailbox has written an event since: until then the root before this one may still be needed, and a second living copy of
/// the mailbox is not ruled out.</param>
public sealed record MailboxRoot(
    AccountId Account,
    long ModSeq,
    bool Opened,
    bool Removed,
    long QuotaBytes,
    long QuotaMessages,
    int LastFolderId,
    uint LastUidValidity,
    uint RetiredUidValidity,
    ImmutableArray<RootFolder> Folders,
    ImmutableArray<string> Subscriptions,
    ImmutableArray<RecentCommands.Seen> Deliveries,
    ImmutableArray<RecentCommand> Commands,
    ImmutableArray<ChunkKey> Superseded)
{
    /// <summary>Every chunk this root stands on.</summary>
    public IEnumerable<ChunkKey> Keys()
    {
        foreach (var folder in Folders)
        {
            foreach (var chunk in folder.Chunks) yield return chunk.Key;
            if (folder.Vanished != default) yield return folder.Vanished;
        }
    }

    /// <exception cref="InvalidOperationException">A chunk is not stored or a folder has deferred changes.</exception>
    public static MailboxRoot Of(MailboxState state, IEnumerable<ChunkKey> superseded) => new(
        state.Account,
        state.ModSeq,
        state.Opened,
        state.Removed,
        state.Quota.MaxBytes,
        state.Quota.MaxMessages,
        state.LastFolderId,
        state.LastUidValidity,
        state.RetiredUidValidity,
        [.. state.Folders.Values.OrderBy(f => f.Info.Id).Select(RootFolder.Of)],
        [.. state.Subscriptions.Order(StringComparer.Ordinal)],
        [.. state.Recent.Deliveries],
        [.. state.Recent.Others.Select(o => new RecentCommand(o.Seen.Command, o.Seen.At, o.Outcome))],
        [.. superseded]);

    /// <summary>The state it is of, with no message in memory.</summary>
    public MailboxState ToState()
    {
        var recent = Deliveries.Aggregate(RecentCommands.Empty, (r, d) => r.AddDelivery(d.Command, d.At));
        recent = Commands.Aggregate(recent, (r, c) => r.Add(c.Id, c.At, c.Outcome));
        return new(Account)
        {
            ModSeq = ModSeq,
            Opened = Opened,
            Removed = Removed,
            Quota = new(Folders.Sum(f => f.Info.Bytes), QuotaBytes, Folders.Sum(f => (long)f.Info.Messages), QuotaMessages),
            LastFolderId = LastFolderId,
            LastUidValidity = LastUidValidity,
            RetiredUidValidity = RetiredUidValidity,
            Folders = Folders.ToImmutableDictionary(f => f.Info.Id, f => f.ToFolder()),
            Names = Folders.ToImmutableDictionary(f => f.Info.Name, f => f.Info.Id, StringComparer.Ordinal),
            Subscriptions = [.. Subscriptions],
            Recent = recent,
        };
    }
}

/// <param name="Vanished">Default when nothing has vanished.</param>
public sealed record RootFolder(FolderInfo Info, ImmutableArray<string> Keywords, ImmutableArray<RootChunk> Chunks, ChunkKey Vanished)
{
    internal static RootFolder Of(MailboxFolder folder)
    {
        var messages = folder.Messages;
        if (!messages.Deferred.IsEmpty || messages.Keys.Contains(default) || (messages.VanishedKey == default && messages.Vanished is not { IsEmpty: true }))
            throw new InvalidOperationException($"Folder {folder.Info.Id} has chunks that are not stored.");
        return new(folder.Info, folder.Keywords, [.. messages.Keys.Select((key, i) => new RootChunk(key, messages.LengthOf(i)))], messages.VanishedKey);
    }

    internal MailboxFolder ToFolder() =>
        new(Info, Keywords, FolderMessages.Stored([.. Chunks.Select(c => (c.Key, c.Count))], Vanished));
}

public readonly record struct RootChunk(ChunkKey Key, int Count);

public sealed record RecentCommand(CommandId Id, long At, CommandOutcome Outcome);

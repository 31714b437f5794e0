using Akka.Actor;
using MailActors.Domain;
using MailActors.Domain.Mailboxes;

namespace MailActors.Actors.Mailboxes;

/// <summary>What waits for folders to be read from disk. Others go on meanwhile: a delivery does not wait for a million messages that
/// somebody opens.</summary>
internal sealed class FolderLoads(AccountId account, IChunkStore store, MailboxSettings settings, TimeProvider time)
{
    private readonly Dictionary<int, List<Waiting>> _blocked = [];
    private readonly HashSet<int> _loading = [];

    /// <summary>Messages that wait.</summary>
    public int Blocked { get; private set; }

    public static bool IsNeeded(MailboxState state, int folder) =>
        state.Folders.TryGetValue(folder, out var found) && !found.Messages.IsLoaded;

    public void Block(Waiting waiting, int folder)
    {
        if (!_blocked.TryGetValue(folder, out var list)) _blocked.Add(folder, list = []);
        list.Add(waiting);
        Blocked++;
    }

    /// <summary>Starts reading what is wanted and not yet read; tells which messages need not wait any more.</summary>
    public List<Waiting> Start(MailboxState state, IActorRef mailbox)
    {
        var ready = new List<Waiting>();
        if (_blocked.Count == _loading.Count) return ready;
        foreach (var folder in _blocked.Keys.Except(_loading).ToArray())
        {
            if (IsNeeded(state, folder)) Load(folder, [.. state.MissingKeys(folder)], mailbox);
            else ready.AddRange(Release(folder));
        }

        return ready;
    }

    /// <summary>Those who waited for the folder.</summary>
    public List<Waiting> Release(int folder)
    {
        _loading.Remove(folder);
        if (!_blocked.Remove(folder, out var list)) return [];
        Blocked -= list.Count;
        return list;
    }

    private void Load(int folder, IReadOnlyList<ChunkKey> keys, IActorRef mailbox)
    {
        _loading.Add(folder);
        Task.Run(() => store.Load(account, keys, CancellationToken.None)).WaitAsync(settings.StorageTimeout, time).PipeTo(
            mailbox,
            success: found => new MailboxSignals.ChunksLoaded(folder, ByKey(keys, found)),
            failure: cause => new MailboxSignals.LoadFailed(folder, cause));
    }

    private static Dictionary<ChunkKey, ReadOnlyMemory<byte>> ByKey(IReadOnlyList<ChunkKey> keys, IReadOnlyList<ReadOnlyMemory<byte>?> found)
    {
        var byKey = new Dictionary<ChunkKey, ReadOnlyMemory<byte>>(keys.Count);
        for (var i = 0; i < keys.Count; i++)
            if (found[i] is { } bytes) byKey.Add(keys[i], bytes);
        return byKey;
    }
}

using MailActors.Domain;
using MailActors.Domain.Mailboxes;

namespace MailActors.Actors.Mailboxes;

/// <summary>A snapshot in the making: the state it is of, and the chunks that must be durable before its root may name them.
/// The mailbox goes on working meanwhile.</summary>
internal sealed class Checkpoint
{
    private readonly MailboxState _state;
    private readonly List<(UnsavedChunk Chunk, ChunkKey Key)> _unsaved;

    public Checkpoint(MailboxState state)
    {
        _state = state;
        _unsaved = [.. state.Unsaved().Select(chunk => (chunk, ChunkKey.New()))];
        Keys = _unsaved.ToDictionary(u => u.Chunk.Content, u => u.Key, ReferenceEqualityComparer.Instance);
    }

    /// <summary>The key of each chunk it stores.</summary>
    public IReadOnlyDictionary<object, ChunkKey> Keys { get; }

    /// <summary>Writes on another thread: the chunks are immutable.</summary>
    public Task Save(IChunkStore store, AccountId account, TimeSpan timeout, TimeProvider time)
    {
        if (_unsaved.Count == 0) return Task.CompletedTask;
        var unsaved = _unsaved;
        return Task.Run(() => store.Save(account, [.. unsaved.Select(u => u.Chunk.Encode(u.Key))], CancellationToken.None)).WaitAsync(timeout, time);
    }

    /// <param name="before">The root before this one; null for the first.</param>
    /// <param name="undeleted">Chunks that roots before superseded and that are still there.</param>
    public MailboxRoot Root(MailboxRoot? before, IReadOnlyCollection<ChunkKey> undeleted)
    {
        var root = MailboxRoot.Of(_state.Name(Keys), []);
        var kept = root.Keys().ToHashSet();
        var gone = before is null ? [] : before.Keys().Where(key => !kept.Contains(key));
        return root with { Superseded = [.. undeleted, .. gone] };
    }
}

using System.Collections.Concurrent;
using MailActors.Domain;
using MailActors.Domain.Mailboxes;

namespace MailActors.Actors.Tests.Mailboxes;

/// <summary>Chunks in memory, with gates a test can close.</summary>
internal sealed class FakeChunkStore : IChunkStore
{
    public ConcurrentDictionary<(AccountId, ChunkKey), ReadOnlyMemory<byte>> Chunks { get; } = [];

    /// <summary>Loads wait for it.</summary>
    public Task LoadGate { get; set; } = Task.CompletedTask;

    public Task SaveGate { get; set; } = Task.CompletedTask;

    public Exception? Fault { get; set; }

    public int Loads;

    public async Task<IReadOnlyList<ReadOnlyMemory<byte>?>> Load(AccountId account, IReadOnlyList<ChunkKey> keys, CancellationToken cancel)
    {
        Interlocked.Increment(ref Loads);
        await LoadGate;
        if (Fault is { } fault) throw fault;
        return [.. keys.Select(k => Chunks.TryGetValue((account, k), out var bytes) ? bytes : (ReadOnlyMemory<byte>?)null)];
    }

    public async Task Save(AccountId account, IReadOnlyList<StoredChunk> chunks, CancellationToken cancel)
    {
        await SaveGate;
        if (Fault is { } fault) throw fault;
        foreach (var chunk in chunks) Chunks.TryAdd((account, chunk.Key), chunk.Bytes);
    }

    public Task Delete(AccountId account, IReadOnlyList<ChunkKey> keys, CancellationToken cancel)
    {
        foreach (var key in keys) Chunks.TryRemove((account, key), out _);
        return Task.CompletedTask;
    }
}

namespace MailActors.Domain.Mailboxes;

/// <summary>Names one stored piece of a folder. Given once and never again, even by a second living copy of the mailbox.</summary>
public readonly record struct ChunkKey(Guid Value)
{
    public static ChunkKey New() => new(Guid.CreateVersion7());

    public override string ToString() => Value.ToString("N");
}

/// <param name="Bytes">As <see cref="ChunkCodec"/> or <see cref="VanishedCodec"/> wrote them; opaque to the store.</param>
public sealed record StoredChunk(ChunkKey Key, int Folder, ReadOnlyMemory<byte> Bytes);

/// <summary>Keeps what is too large for the root of a mailbox: the messages of its folders in chunks, and their vanished UIDs.
/// Chunks are written once and never changed. A chunk is on disk before the snapshot that names it is written, so a chunk that no
/// snapshot names is only waste. Every method may throw <see cref="Blobs.StorageException"/>.</summary>
public interface IChunkStore
{
    /// <summary>The bytes in the order asked for; null where the chunk is missing or is not what was written.</summary>
    Task<IReadOnlyList<ReadOnlyMemory<byte>?>> Load(AccountId account, IReadOnlyList<ChunkKey> keys, CancellationToken cancel);

    /// <summary>Done when all of them are durable. A key already there is left as it is: it has the same bytes.</summary>
    Task Save(AccountId account, IReadOnlyList<StoredChunk> chunks, CancellationToken cancel);

    /// <summary>Removes chunks that no snapshot names any more. Missing ones are no fault.</summary>
    Task Delete(AccountId account, IReadOnlyList<ChunkKey> keys, CancellationToken cancel);
}

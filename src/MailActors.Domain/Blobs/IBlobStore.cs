using MailActors.Protocol.Mime;

namespace MailActors.Domain.Blobs;

/// <summary>Keeps the bytes of messages and their summaries. Once a task of this port has completed, its bytes are on disk.
/// Every method may throw <see cref="StorageException"/>.</summary>
public interface IBlobStore
{
    /// <summary>Starts a message. What is written goes to disk in pieces: memory does not grow with the message.</summary>
    IBlobWriter Create();

    /// <summary>Stores a message made of <paramref name="head"/> (trace header lines, each with its CRLF) and the bytes of
    /// <paramref name="body"/> behind it, without storing those again.</summary>
    Task<StoredBlob> PutOverlay(ReadOnlyMemory<byte> head, BlobId body, CancellationToken cancel);

    /// <summary>The summaries in the order asked for; null where the blob is missing or its summary is damaged.</summary>
    ValueTask<IReadOnlyList<MessageSummary?>> Summaries(IReadOnlyList<BlobId> ids, CancellationToken cancel);

    /// <summary>The message's bytes; null when there is no such blob. Reads check the checksum kept with each piece.</summary>
    ValueTask<IBlobReader?> Open(BlobId id, CancellationToken cancel);

    /// <summary>Several messages at once, in the order asked for: null where the blob is missing or damaged. A small one is in memory whole, so the caller
    /// bounds what it asks for.</summary>
    ValueTask<IReadOnlyList<IBlobReader?>> OpenAll(IReadOnlyList<BlobId> ids, CancellationToken cancel);

    /// <summary>For messages that were stored long before they will be named: as if they had been stored just now. False when one is there no more.</summary>
    Task<bool> Retain(IReadOnlyList<BlobId> ids, CancellationToken cancel);
}

/// <summary>Takes one message. Disposed without <see cref="Complete"/>, it leaves nothing behind.</summary>
public interface IBlobWriter : IAsyncDisposable
{
    long Length { get; }

    ValueTask Write(ReadOnlyMemory<byte> bytes, CancellationToken cancel);

    /// <summary>Summarises the message and makes both durable.</summary>
    Task<StoredBlob> Complete(CancellationToken cancel);
}

public interface IBlobReader : IAsyncDisposable
{
    long Length { get; }

    /// <summary>Fills <paramref name="into"/> from <paramref name="offset"/>; returns the octets read, 0 at the end.</summary>
    ValueTask<int> Read(long offset, Memory<byte> into, CancellationToken cancel);
}

public sealed record StoredBlob(BlobId Id, long Size, MessageSummary Summary);

public enum StorageFault
{
    /// <summary>No room on the disk: 452, NO [OVERQUOTA] or NO [UNAVAILABLE]; it may work again later.</summary>
    Full,

    /// <summary>The store does not answer or is too busy: 451.</summary>
    Unavailable,

    /// <summary>Bytes are not what was written: NO [SERVERBUG] for this message only.</summary>
    Damaged,
}

public sealed class StorageException(StorageFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public StorageFault Fault { get; } = fault;

    /// <summary>Whether the store said that there is no room, however deep that is wrapped.</summary>
    public static bool IsFull(Exception? cause)
    {
        for (; cause is not null; cause = cause.InnerException)
            if (cause is StorageException { Fault: StorageFault.Full } || cause is AggregateException many && many.InnerExceptions.Any(IsFull)) return true;
        return false;
    }
}

using System.Security.Cryptography;
using MailActors.Domain.Blobs;
using MailActors.Protocol.Mime;

namespace MailActors.Actors.Tests.Fakes;

/// <summary>Blobs in memory, with a fault to throw and a count of writers that were neither completed nor disposed.</summary>
internal sealed class FakeBlobStore : IBlobStore
{
    private static readonly MessageSummary NoSummary = new(
        0, new MimePart(default, default, "text/plain", "", "7bit", []), default, default, default, null, new SearchFields("", "", "", "", ""), "", "");

    public Dictionary<string, byte[]> Blobs { get; } = [];

    public StorageFault? FailOnWrite { get; set; }

    public StorageFault? FailOnComplete { get; set; }

    public StorageFault? FailOnOverlay { get; set; }

    /// <summary>False: a writer only counts what it gets.</summary>
    public bool Keep { get; set; } = true;

    public int OpenWriters;

    public int LargestPiece { get; private set; }

    /// <summary>Octets given to all writers so far.</summary>
    public long Written { get; private set; }

    public IBlobWriter Create()
    {
        Interlocked.Increment(ref OpenWriters);
        return new Writer(this);
    }

    public Task<StoredBlob> PutOverlay(ReadOnlyMemory<byte> head, BlobId body, CancellationToken cancel) =>
        FailOnOverlay is { } fault ? throw new StorageException(fault, "test") : Task.FromResult(Put([.. head.Span, .. Blobs[body.ToString()]]));

    public ValueTask<IReadOnlyList<MessageSummary?>> Summaries(IReadOnlyList<BlobId> ids, CancellationToken cancel) => throw new NotSupportedException();

    public ValueTask<IBlobReader?> Open(BlobId id, CancellationToken cancel) =>
        new(Blobs.TryGetValue(id.ToString(), out var bytes) ? new Reader(bytes) : null);

    public ValueTask<IReadOnlyList<IBlobReader?>> OpenAll(IReadOnlyList<BlobId> ids, CancellationToken cancel) => throw new NotSupportedException();

    public Task<bool> Retain(IReadOnlyList<BlobId> ids, CancellationToken cancel) => throw new NotSupportedException();

    private StoredBlob Put(byte[] bytes)
    {
        var id = BlobId.From(SHA256.HashData(bytes));
        lock (Blobs) Blobs[id.ToString()] = bytes;
        return new StoredBlob(id, bytes.Length, NoSummary);
    }

    private sealed class Writer(FakeBlobStore store) : IBlobWriter
    {
        private readonly MemoryStream _bytes = new();
        private bool _done;

        public long Length { get; private set; }

        public ValueTask Write(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
        {
            if (store.FailOnWrite is { } fault) throw new StorageException(fault, "test");
            if (store.Keep) _bytes.Write(bytes.Span);
            Length += bytes.Length;
            store.Written += bytes.Length;
            store.LargestPiece = Math.Max(store.LargestPiece, bytes.Length);
            return ValueTask.CompletedTask;
        }

        public Task<StoredBlob> Complete(CancellationToken cancel) =>
            store.FailOnComplete is { } fault ? throw new StorageException(fault, "test") : Task.FromResult(store.Put(_bytes.ToArray()));

        public ValueTask DisposeAsync()
        {
            if (!_done) Interlocked.Decrement(ref store.OpenWriters);
            _done = true;
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Reader(byte[] bytes) : IBlobReader
    {
        public long Length => bytes.Length;

        public ValueTask<int> Read(long offset, Memory<byte> into, CancellationToken cancel)
        {
            var take = (int)Math.Min(into.Length, bytes.Length - offset);
            bytes.AsSpan((int)offset, take).CopyTo(into.Span);
            return new(take);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

using System.Collections.Concurrent;
using System.Security.Cryptography;
using MailActors.Domain.Blobs;
using MailActors.Protocol.Mime;

namespace MailActors.Actors.Tests.Imap.Running;

internal sealed class MemoryBlobs : IBlobStore
{
    private readonly ConcurrentDictionary<BlobId, (byte[] Bytes, MessageSummary Summary)> _blobs = new();

    /// <summary>Writers that were begun and neither completed nor disposed.</summary>
    public int OpenWriters;

    /// <summary>The most octets any writer held: what was received, not what was announced.</summary>
    public long Received;

    public StorageFault? Fault { get; set; }

    public int SummariesRead;

    /// <summary>From this octet on no message can be read.</summary>
    public long DamagedFrom { get; set; } = long.MaxValue;

    public StoredBlob Put(byte[] bytes)
    {
        var id = BlobId.From(SHA256.HashData(bytes));
        var summary = MessageSummaryBuilder.Summarise(bytes);
        _blobs[id] = (bytes, summary);
        return new(id, bytes.Length, summary);
    }

    /// <summary>The bytes are gone from behind the back of the mailbox.</summary>
    public void Lose() => _blobs.Clear();

    public IBlobWriter Create() => new Writer(this);

    public Task<StoredBlob> PutOverlay(ReadOnlyMemory<byte> head, BlobId body, CancellationToken cancel) =>
        Task.FromResult(Put([.. head.Span, .. _blobs[body].Bytes]));

    public ValueTask<IReadOnlyList<MessageSummary?>> Summaries(IReadOnlyList<BlobId> ids, CancellationToken cancel)
    {
        Interlocked.Add(ref SummariesRead, ids.Count);
        return new([.. ids.Select(id => _blobs.TryGetValue(id, out var blob) ? blob.Summary : null)]);
    }

    public ValueTask<IBlobReader?> Open(BlobId id, CancellationToken cancel) =>
        new(_blobs.TryGetValue(id, out var blob) ? new Reader(blob.Bytes, DamagedFrom) : null);

    public ValueTask<IReadOnlyList<IBlobReader?>> OpenAll(IReadOnlyList<BlobId> ids, CancellationToken cancel) =>
        new([.. ids.Select(id => _blobs.TryGetValue(id, out var blob) ? new Reader(blob.Bytes, DamagedFrom) : null)]);

    public Task<bool> Retain(IReadOnlyList<BlobId> ids, CancellationToken cancel) => Task.FromResult(ids.All(_blobs.ContainsKey));

    private void Check()
    {
        if (Fault is { } fault) throw new StorageException(fault, "as the test wants it");
    }

    private sealed class Writer : IBlobWriter
    {
        private readonly MemoryBlobs _store;
        private readonly MemoryStream _bytes = new();
        private bool _done;

        public Writer(MemoryBlobs store)
        {
            _store = store;
            Interlocked.Increment(ref store.OpenWriters);
        }

        public long Length => _bytes.Length;

        public ValueTask Write(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
        {
            _store.Check();
            _bytes.Write(bytes.Span);
            _store.Received = _bytes.Length;
            return ValueTask.CompletedTask;
        }

        public Task<StoredBlob> Complete(CancellationToken cancel)
        {
            _store.Check();
            return Task.FromResult(_store.Put(_bytes.ToArray()));
        }

        public ValueTask DisposeAsync()
        {
            if (!_done) Interlocked.Decrement(ref _store.OpenWriters);
            _done = true;
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Reader(byte[] bytes, long damagedFrom) : IBlobReader
    {
        public long Length => bytes.Length;

        public ValueTask<int> Read(long offset, Memory<byte> into, CancellationToken cancel)
        {
            var count = (int)Math.Min(into.Length, bytes.Length - offset);
            if (offset + count > damagedFrom) throw new StorageException(StorageFault.Damaged, "as the test wants it");
            if (count <= 0) return new(0);
            bytes.AsSpan((int)offset, count).CopyTo(into.Span);
            return new(count);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

using System.Buffers;
using System.Security.Cryptography;
using MailActors.Domain.Blobs;
using MailActors.Protocol.Mime;
using MailActors.Storage.Sqlite;
using MailActors.Storage.Sweep;

namespace MailActors.Storage.Blobs;

/// <summary>Messages in the node's database. A small one is one row; a large one goes down in pieces, and its row, written last, makes it
/// exist. The same bytes are kept once. Summaries and small bodies used lately stay in memory within a budget.</summary>
public sealed class SqliteBlobStore : IBlobStore
{
    private readonly SqliteDatabase _database;
    private readonly BlobSettings _settings;
    private readonly BlobCodec _codec = new();
    private readonly FreeSpace _space;
    private readonly GenerationCache<MessageSummary> _summaries;
    private readonly GenerationCache<byte[]> _bodies;
    private long _lastUpload;

    private SqliteBlobStore(SqliteDatabase database, BlobSettings settings, TimeProvider time, long lastUpload)
    {
        _database = database;
        _settings = settings;
        _space = new(database.Settings.Folder, settings.Reserve, time);
        _summaries = new(settings.SummaryCache);
        _bodies = new(settings.BodyCache);
        _lastUpload = lastUpload;
    }

    /// <summary>Removes what uploads of an earlier run have left behind.</summary>
    public static async Task<SqliteBlobStore> Start(SqliteDatabase database, BlobSettings settings, TimeProvider time)
    {
        var last = await database.Writer.Write(session =>
        {
            session.Run("DELETE FROM blob_piece WHERE upload NOT IN (SELECT upload FROM blob WHERE upload IS NOT NULL)");
            return session.Number("SELECT coalesce(max(upload), 0) FROM blob") ?? 0;
        }).ConfigureAwait(false);
        return new(database, settings, time, last);
    }

    public IBlobWriter Create()
    {
        _space.Require();
        return new BlobWriter(this);
    }

    public async Task<StoredBlob> PutOverlay(ReadOnlyMemory<byte> head, BlobId body, CancellationToken cancel)
    {
        _space.Require();
        var (front, under) = await Flat(head, body, cancel).ConfigureAwait(false);
        await using var reader = await Open(under, cancel).ConfigureAwait(false) ?? throw BlobCodec.Damaged($"Blob {under} is missing.");
        var summary = (await Summaries([under], cancel).ConfigureAwait(false))[0] ?? throw BlobCodec.Damaged($"The summary of blob {under} is damaged.");
        var id = await Hash(front, reader, cancel).ConfigureAwait(false);
        var stored = new StoredBlob(id, front.Length + reader.Length, ShiftedSummary.Behind(front.Length, summary));
        await _database.Writer.Write(new InsertBlob(
            id, stored.Size, BlobKind.Overlay, front, front.Length, MessageSummaryCodec.Write(stored.Summary), from: under)).ConfigureAwait(false);
        Keep(stored);
        return stored;
    }

    public async ValueTask<IReadOnlyList<MessageSummary?>> Summaries(IReadOnlyList<BlobId> ids, CancellationToken cancel)
    {
        var found = new MessageSummary?[ids.Count];
        var missing = 0;
        for (var i = 0; i < found.Length; i++)
            if ((found[i] = _summaries.Find(ids[i], Cost)) is null) missing++;
        if (missing == 0) return found;
        await _database.Readers.ReadMoment(session =>
        {
            for (var i = 0; i < found.Length; i++) found[i] ??= ReadSummary(session, ids[i]);
            return 0;
        }, cancel).ConfigureAwait(false);
        return found;
    }

    public async ValueTask<IBlobReader?> Open(BlobId id, CancellationToken cancel)
    {
        if (InMemory(id) is { } known) return known;
        return await _database.Readers.Read(session => Find(session, id), cancel).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<IBlobReader?>> OpenAll(IReadOnlyList<BlobId> ids, CancellationToken cancel)
    {
        var open = new IBlobReader?[ids.Count];
        var missing = 0;
        for (var i = 0; i < open.Length; i++)
            if ((open[i] = InMemory(ids[i])) is null) missing++;
        if (missing == 0) return open;
        await _database.Readers.ReadMoment(session =>
        {
            for (var i = 0; i < open.Length; i++) open[i] ??= FindSound(session, ids[i]);
            return 0;
        }, cancel).ConfigureAwait(false);
        return open;
    }

    public Task<bool> Retain(IReadOnlyList<BlobId> ids, CancellationToken cancel) => _database.Writer.Write(
        session =>
        {
            var all = true;
            foreach (var id in ids)
            {
                UnnamedRows.Forget(session, id);
                all &= UnnamedRows.SizeOf(session, id) is not null;
            }

            return all;
        },
        ids.Count * 64);

    internal long NextUpload() => Interlocked.Increment(ref _lastUpload);

    internal async Task PutSmall(StoredBlob blob, ReadOnlyMemory<byte> bytes)
    {
        using var packed = _codec.Pack(bytes.Span);
        await _database.Writer.Write(new InsertBlob(
            blob.Id, blob.Size, packed.Kind, packed.Buffer, packed.Length, MessageSummaryCodec.Write(blob.Summary))).ConfigureAwait(false);
        Keep(blob);
        if (bytes.Length <= _settings.CachedBody) KeepBody(blob.Id, bytes.ToArray());
    }

    internal async Task PutPiece(long upload, int piece, ReadOnlyMemory<byte> bytes)
    {
        _space.Require();
        using var packed = _codec.Pack(bytes.Span);
        await _database.Writer.Write(new InsertPiece(upload, piece, packed)).ConfigureAwait(false);
    }

    internal async Task<bool> PutPieces(StoredBlob blob, long upload)
    {
        var insert = new InsertBlob(blob.Id, blob.Size, BlobKind.Pieces, [], 0, MessageSummaryCodec.Write(blob.Summary), upload);
        await _database.Writer.Write(insert).ConfigureAwait(false);
        Keep(blob);
        return insert.IsNew;
    }

    internal Task Drop(long upload) => _database.Writer.Write(new DropUpload(upload));

    /// <summary>An overlay on an overlay becomes one longer head on the body beneath, so that reading never goes deeper than one.</summary>
    private async Task<(byte[] Head, BlobId Body)> Flat(ReadOnlyMemory<byte> head, BlobId body, CancellationToken cancel)
    {
        if (_bodies.Find(body, b => b.Length) is not null) return (head.ToArray(), body);
        var row = await _database.Readers.Read(session => BlobRow.Find(session, body, _codec), cancel).ConfigureAwait(false);
        return row is { Kind: BlobKind.Overlay, Base: { } under } ? ([.. head.Span, .. row.Bytes], under) : (head.ToArray(), body);
    }

    private static async Task<BlobId> Hash(byte[] head, IBlobReader body, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(head);
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(body.Length + 1, BlobSettings.Piece));
        try
        {
            for (long offset = 0; ;)
            {
                var read = await body.Read(offset, buffer, cancel).ConfigureAwait(false);
                if (read == 0) return BlobId.From(hash.GetHashAndReset());
                hash.AppendData(buffer, 0, read);
                offset += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private MemoryReader? InMemory(BlobId id) => _bodies.Find(id, b => b.Length) is { } known ? new(known) : null;

    private IBlobReader? Find(SqliteSession session, BlobId id)
    {
        var row = BlobRow.Find(session, id, _codec);
        switch (row?.Kind)
        {
            case null: return null;
            case BlobKind.Pieces: return new PieceReader(_database.Readers, _codec, row.Upload, row.Size);
            case BlobKind.Overlay:
                var body = InMemory(row.Base!.Value) ?? Find(session, row.Base.Value);
                return new OverlayReader(row.Bytes, body ?? throw BlobCodec.Damaged($"The body of overlay {id} is missing."));
            default:
                KeepBody(id, row.Bytes);
                return new MemoryReader(row.Bytes);
        }
    }

    private IBlobReader? FindSound(SqliteSession session, BlobId id)
    {
        try
        {
            return Find(session, id);
        }
        catch (StorageException e) when (e.Fault == StorageFault.Damaged)
        {
            return null;
        }
    }

    private MessageSummary? ReadSummary(SqliteSession session, BlobId id)
    {
        using var read = session.Use("SELECT summary FROM blob WHERE id = ?");
        if (!read.Bind(1, id.AsSpan()).Step() || MessageSummaryCodec.Read(read.Blob(0)) is not { } summary) return null;
        _summaries.Keep(id, summary, Cost(summary));
        return summary;
    }

    private void Keep(StoredBlob blob) => _summaries.Keep(blob.Id, blob.Summary, Cost(blob.Summary));

    private void KeepBody(BlobId id, byte[] bytes)
    {
        if (bytes.Length <= _settings.CachedBody) _bodies.Keep(id, bytes, bytes.Length + 64);
    }

    private static long Cost(MessageSummary summary) =>
        512 + summary.Envelope.Length + summary.Body.Length + summary.BodyStructure.Length
        + (2 * (summary.Preview.Length + summary.MessageId.Length + summary.Fields.Subject.Length + summary.Fields.From.Length + summary.Fields.To.Length));
}

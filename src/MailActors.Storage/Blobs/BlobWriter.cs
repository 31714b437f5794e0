using System.Buffers;
using System.Security.Cryptography;
using MailActors.Domain.Blobs;
using MailActors.Protocol.Mime;

namespace MailActors.Storage.Blobs;

/// <summary>Takes one message. Holds at most one piece and its packed form; a piece that is full goes to disk before more is taken,
/// and that is what slows a sender down to the speed of the disk.</summary>
internal sealed class BlobWriter(SqliteBlobStore store) : IBlobWriter
{
    private const int First = 16 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly MessageSummaryBuilder _summary = new();
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(First);
    private int _filled;
    private int _pieces;
    private long _upload;
    private bool _done;

    public long Length { get; private set; }

    public async ValueTask Write(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        while (!bytes.IsEmpty)
        {
            // A full piece waits for more: a message of exactly one piece is still a small one.
            if (_filled == BlobSettings.Piece) await WritePiece(cancel).ConfigureAwait(false);
            MakeRoom(bytes.Length);
            var part = bytes[..Math.Min(bytes.Length, Math.Min(_buffer.Length, BlobSettings.Piece) - _filled)];
            part.Span.CopyTo(_buffer.AsSpan(_filled));
            _hash.AppendData(part.Span);
            _summary.Feed(part.Span);
            _filled += part.Length;
            Length += part.Length;
            bytes = bytes[part.Length..];
        }
    }

    public async Task<StoredBlob> Complete(CancellationToken cancel)
    {
        var id = BlobId.From(_hash.GetHashAndReset());
        var stored = new StoredBlob(id, Length, _summary.Complete());
        if (_pieces == 0)
        {
            await store.PutSmall(stored, _buffer.AsMemory(0, _filled)).ConfigureAwait(false);
        }
        else
        {
            await WritePiece(cancel).ConfigureAwait(false);
            // The second copy of a large message has written pieces nobody needs: they go when this writer is disposed.
            _done = await store.PutPieces(stored, _upload).ConfigureAwait(false);
        }

        return stored;
    }

    public async ValueTask DisposeAsync()
    {
        _hash.Dispose();
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        if (_pieces == 0 || _done) return;
        _pieces = 0;
        try
        {
            await store.Drop(_upload).ConfigureAwait(false);
        }
        catch (StorageException)
        {
            // The next start removes them.
        }
    }

    private async Task WritePiece(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (_pieces == 0) _upload = store.NextUpload();
        await store.PutPiece(_upload, _pieces++, _buffer.AsMemory(0, _filled)).ConfigureAwait(false);
        _filled = 0;
    }

    private void MakeRoom(int more)
    {
        var wanted = Math.Min(BlobSettings.Piece, _filled + more);
        if (wanted <= _buffer.Length) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(BlobSettings.Piece, Math.Max(wanted, _buffer.Length * 2)));
        _buffer.AsSpan(0, _filled).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}

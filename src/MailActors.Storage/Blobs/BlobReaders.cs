using MailActors.Domain.Blobs;
using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Blobs;

/// <summary>A small message, whole in memory.</summary>
internal sealed class MemoryReader(ReadOnlyMemory<byte> bytes) : IBlobReader
{
    public long Length => bytes.Length;

    public ValueTask<int> Read(long offset, Memory<byte> into, CancellationToken cancel)
    {
        if (offset < 0 || offset >= bytes.Length) return new(0);
        var part = bytes[(int)offset..];
        part = part[..Math.Min(part.Length, into.Length)];
        part.CopyTo(into);
        return new(part.Length);
    }

    public ValueTask DisposeAsync() => default;
}

/// <summary>A large message: holds the piece read last.</summary>
internal sealed class PieceReader(SqliteReaders readers, BlobCodec codec, long upload, long size) : IBlobReader
{
    private byte[] _bytes = [];
    private long _piece = -1;

    public long Length => size;

    public async ValueTask<int> Read(long offset, Memory<byte> into, CancellationToken cancel)
    {
        if (offset < 0 || offset >= size) return 0;
        var piece = offset / BlobSettings.Piece;
        if (piece != _piece)
        {
            _piece = -1;
            _bytes = await readers.Read(session => Load(session, piece), cancel).ConfigureAwait(false);
            _piece = piece;
        }

        var part = _bytes.AsMemory((int)(offset % BlobSettings.Piece));
        part = part[..Math.Min(part.Length, into.Length)];
        part.CopyTo(into);
        return part.Length;
    }

    public ValueTask DisposeAsync() => default;

    private byte[] Load(SqliteSession session, long piece)
    {
        var bytes = new byte[(int)Math.Min(BlobSettings.Piece, size - (piece * BlobSettings.Piece))];
        using var read = session.Use("SELECT kind, checksum, data FROM blob_piece WHERE upload = ? AND piece = ?");
        if (!read.Bind(1, upload).Bind(2, piece).Step()) throw BlobCodec.Damaged($"Piece {piece} of upload {upload} is missing.");
        codec.Unpack((BlobKind)read.Int(0), read.Blob(2), read.Long(1), bytes);
        return bytes;
    }
}

/// <summary>A head in front of another message.</summary>
internal sealed class OverlayReader(ReadOnlyMemory<byte> head, IBlobReader body) : IBlobReader
{
    public long Length => head.Length + body.Length;

    public ValueTask<int> Read(long offset, Memory<byte> into, CancellationToken cancel)
    {
        if (offset < 0) return new(0);
        if (offset >= head.Length) return body.Read(offset - head.Length, into, cancel);
        var part = head[(int)offset..];
        part = part[..Math.Min(part.Length, into.Length)];
        part.CopyTo(into);
        return new(part.Length);
    }

    public ValueTask DisposeAsync() => body.DisposeAsync();
}

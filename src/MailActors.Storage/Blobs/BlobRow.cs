using MailActors.Domain.Blobs;
using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Blobs;

/// <summary>A row of <c>blob</c> without its summary. Small messages are unpacked at once.</summary>
internal sealed record BlobRow(long Size, BlobKind Kind, long Upload, BlobId? Base, byte[] Bytes)
{
    public static BlobRow? Find(SqliteSession session, BlobId id, BlobCodec codec)
    {
        using var read = session.Use("SELECT size, kind, upload, base, checksum, data FROM blob WHERE id = ?");
        if (!read.Bind(1, id.AsSpan()).Step()) return null;
        var size = read.Long(0);
        var kind = (BlobKind)read.Int(1);
        var stored = read.Blob(5);
        return new(size, kind, read.Long(2), read.IsNull(3) ? null : BlobId.From(read.Blob(3)), Unpacked(kind, size, stored, read.Long(4), codec));
    }

    private static byte[] Unpacked(BlobKind kind, long size, ReadOnlySpan<byte> stored, long checksum, BlobCodec codec)
    {
        // A damaged size must not become a request for memory.
        var length = kind switch
        {
            BlobKind.Raw => stored.Length,
            BlobKind.Zstd when size is >= 0 and <= BlobSettings.Piece => (int)size,
            BlobKind.Pieces => 0,
            BlobKind.Overlay => stored.Length,
            _ => throw BlobCodec.Damaged("A blob's row cannot be read."),
        };
        var bytes = new byte[length];
        if (kind is not BlobKind.Pieces) codec.Unpack(kind == BlobKind.Overlay ? BlobKind.Raw : kind, stored, checksum, bytes);
        return bytes;
    }
}

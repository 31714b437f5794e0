using MailActors.Domain.Blobs;
using MailActors.Storage.Blobs;
using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Verify;

/// <summary>The bytes of a message part by part from the moment a check looks at.</summary>
internal sealed class BlobBytes(SqliteSession session)
{
    private readonly BlobCodec _codec = new();

    /// <summary>Throws <see cref="BlobMissingException"/> for what is not there, <see cref="StorageException"/> for what is damaged.</summary>
    public IEnumerable<byte[]> Of(BlobId id)
    {
        var row = BlobRow.Find(session, id, _codec) ?? throw new BlobMissingException(null);
        if (row.Kind != BlobKind.Pieces) yield return row.Bytes;
        if (row.Kind == BlobKind.Pieces)
        {
            foreach (var piece in Pieces(row)) yield return piece;
        }
        else if (row is { Kind: BlobKind.Overlay, Base: { } under })
        {
            var body = BlobRow.Find(session, under, _codec) ?? throw new BlobMissingException(null);
            if (body.Kind != BlobKind.Pieces) yield return body.Bytes;
            else
                foreach (var piece in Pieces(body)) yield return piece;
        }
    }

    private IEnumerable<byte[]> Pieces(BlobRow row)
    {
        for (long offset = 0; offset < row.Size; offset += BlobSettings.Piece)
            yield return Piece(row.Upload, offset / BlobSettings.Piece, (int)Math.Min(BlobSettings.Piece, row.Size - offset));
    }

    private byte[] Piece(long upload, long number, int length)
    {
        using var read = session.Use("SELECT kind, checksum, data FROM blob_piece WHERE upload = ? AND piece = ?");
        if (!read.Bind(1, upload).Bind(2, number).Step()) throw new BlobMissingException(number);
        var bytes = new byte[length];
        _codec.Unpack((BlobKind)read.Int(0), read.Blob(2), read.Long(1), bytes);
        return bytes;
    }
}

internal sealed class BlobMissingException(long? piece) : Exception
{
    /// <summary>Null when the whole row is missing.</summary>
    public long? Piece { get; } = piece;
}

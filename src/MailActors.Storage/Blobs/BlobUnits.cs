using MailActors.Domain.Blobs;
using MailActors.Storage.Sqlite;
using MailActors.Storage.Sweep;

namespace MailActors.Storage.Blobs;

/// <summary>The row of a message. Bytes that are there already are not written again; that nobody named them until now is forgotten, so that no sweep
/// takes them away before they are named.</summary>
internal sealed class InsertBlob(BlobId id, long size, BlobKind kind, byte[] data, int length, byte[] summary, long? upload = null, BlobId? from = null) : IWriteUnit
{
    private const string Insert = """
        INSERT INTO blob(id, size, kind, upload, base, checksum, summary, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO NOTHING
        """;

    public int Bytes => length + summary.Length + 128;

    /// <summary>False when the message was there already.</summary>
    public bool IsNew { get; private set; }

    public void Execute(SqliteSession session)
    {
        var stored = data.AsSpan(0, length);
        using var insert = session.Use(Insert);
        insert.Bind(1, id.AsSpan()).Bind(2, size).Bind(3, (int)kind);
        if (upload is { } number) insert.Bind(4, number);
        if (from is { } body) insert.Bind(5, body.AsSpan());
        insert.Bind(6, Crc32C.Of(stored)).Bind(7, summary).Bind(8, stored);
        IsNew = insert.Run() > 0;
        if (!IsNew) UnnamedRows.Forget(session, id);
    }
}

/// <summary>A piece of a large message; it counts for nothing until the row of the message names its upload.</summary>
internal sealed class InsertPiece(long upload, int piece, Packed packed) : IWriteUnit
{
    public int Bytes => packed.Length + 64;

    public void Execute(SqliteSession session)
    {
        using var insert = session.Use("INSERT INTO blob_piece(upload, piece, kind, checksum, data) VALUES (?, ?, ?, ?, ?)");
        insert.Bind(1, upload).Bind(2, piece).Bind(3, (int)packed.Kind).Bind(4, Crc32C.Of(packed.Span)).Bind(5, packed.Span).Run();
    }
}

/// <summary>Removes the pieces of an upload that came to nothing.</summary>
internal sealed class DropUpload(long upload) : IWriteUnit
{
    public int Bytes => 64;

    public void Execute(SqliteSession session)
    {
        using var delete = session.Use("DELETE FROM blob_piece WHERE upload = ?");
        delete.Bind(1, upload).Run();
    }
}

using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Blobs;

/// <summary>Messages in the order they came, so that writing appends; only the index on their random names is spread.
/// The summary stands before the data: reading it touches no overflow page.</summary>
internal static class BlobSchema
{
    public static readonly SchemaPart Part = new("blob", """
        CREATE TABLE blob(
            number INTEGER PRIMARY KEY,
            id BLOB NOT NULL,
            size INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            upload INTEGER,
            base BLOB,
            checksum INTEGER NOT NULL,
            summary BLOB NOT NULL,
            data BLOB NOT NULL);
        CREATE UNIQUE INDEX blob_id ON blob(id);
        CREATE INDEX blob_upload ON blob(upload) WHERE upload IS NOT NULL;
        CREATE TABLE blob_piece(
            number INTEGER PRIMARY KEY,
            upload INTEGER NOT NULL,
            piece INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            checksum INTEGER NOT NULL,
            data BLOB NOT NULL);
        CREATE UNIQUE INDEX blob_piece_of ON blob_piece(upload, piece);
        """);
}

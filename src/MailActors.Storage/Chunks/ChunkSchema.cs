using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Chunks;

internal static class ChunkSchema
{
    public static readonly SchemaPart Part = new("chunk", """
        CREATE TABLE chunk(
            number INTEGER PRIMARY KEY,
            account INTEGER NOT NULL,
            key BLOB NOT NULL,
            folder INTEGER NOT NULL,
            checksum INTEGER NOT NULL,
            data BLOB NOT NULL);
        CREATE UNIQUE INDEX chunk_key ON chunk(account, key);
        """);
}

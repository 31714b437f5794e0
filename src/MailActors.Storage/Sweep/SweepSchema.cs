using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Sweep;

/// <summary>Since when nobody has named a message, in seconds since 1970 UTC. Storing the same bytes again takes the row away.</summary>
internal static class SweepSchema
{
    public static readonly SchemaPart Part = new("sweep", """
        CREATE TABLE blob_unnamed(id BLOB PRIMARY KEY, since INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX blob_base ON blob(base) WHERE base IS NOT NULL;
        """);
}

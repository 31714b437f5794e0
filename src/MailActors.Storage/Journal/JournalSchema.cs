using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Journal;

/// <summary>Events in one global order, whoever wrote them. <c>journal_fence</c> is the fence of section 6 of the architecture: of two
/// living copies of an entity only one can write the next number. A name is kept for good, so that numbers are never given again.</summary>
internal static class JournalSchema
{
    public static readonly SchemaPart Part = new("journal", """
        CREATE TABLE journal_pid(
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            deleted_to INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE journal(
            ordering INTEGER PRIMARY KEY AUTOINCREMENT,
            pid INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            time INTEGER NOT NULL,
            serializer INTEGER NOT NULL,
            manifest TEXT NOT NULL,
            checksum INTEGER NOT NULL,
            payload BLOB NOT NULL);
        CREATE UNIQUE INDEX journal_fence ON journal(pid, seq);
        CREATE TABLE snapshot(
            id INTEGER PRIMARY KEY,
            pid INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            time INTEGER NOT NULL,
            serializer INTEGER NOT NULL,
            manifest TEXT NOT NULL,
            checksum INTEGER NOT NULL,
            payload BLOB NOT NULL);
        CREATE UNIQUE INDEX snapshot_of ON snapshot(pid, seq);
        """);
}

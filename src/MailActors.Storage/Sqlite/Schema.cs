namespace MailActors.Storage.Sqlite;

/// <summary>The tables of one subject as ordered steps. A step that has shipped is never changed; a new one is added behind it.</summary>
public sealed record SchemaPart(string Name, params IReadOnlyList<string> Steps);

/// <summary>Brings a database up to date: each part's missing steps in order, each in its own transaction.</summary>
public static class Schema
{
    public static void Migrate(SqliteSession session, IReadOnlyList<SchemaPart> parts, long now)
    {
        session.Run("CREATE TABLE IF NOT EXISTS schema_version(part TEXT NOT NULL, version INTEGER NOT NULL, applied INTEGER NOT NULL, PRIMARY KEY(part, version)) WITHOUT ROWID");
        foreach (var part in parts)
        {
            var version = Version(session, part.Name);
            if (version > part.Steps.Count)
                throw new InvalidOperationException($"The tables of {part.Name} are at version {version}; this program knows {part.Steps.Count}. Run the newer program.");
            for (; version < part.Steps.Count; version++) Apply(session, part, version, now);
        }
    }

    private static int Version(SqliteSession session, string part)
    {
        using var read = session.Use("SELECT coalesce(max(version), 0) FROM schema_version WHERE part = ?");
        read.Bind(1, part).Step();
        return read.Int(0);
    }

    private static void Apply(SqliteSession session, SchemaPart part, int step, long now)
    {
        session.Run("BEGIN IMMEDIATE");
        using (var command = session.Connection.CreateCommand())
        {
            command.CommandText = part.Steps[step];
            command.ExecuteNonQuery();
        }

        using (var note = session.Use("INSERT INTO schema_version(part, version, applied) VALUES (?, ?, ?)"))
            note.Bind(1, part.Name).Bind(2, step + 1).Bind(3, now).Run();
        session.Run("COMMIT");
    }
}

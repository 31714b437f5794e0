using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Verify;

/// <summary>The engine's own check of pages, records and indexes.</summary>
internal static class DatabaseCheck
{
    private const string Sound = "ok";

    public static void Run(SqliteSession session, VerifyReport report)
    {
        report.Step("database", 0, 1);
        using var check = session.Use("PRAGMA integrity_check(100)");
        while (check.Step())
            if (check.Text(0) is var line && line != Sound) report.Add(FindingKind.DatabaseDamaged, "database", line);
        report.Step("database", 1, 1);
    }
}

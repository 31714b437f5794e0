using MailActors.Domain.Blobs;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace MailActors.Storage.Sqlite;

/// <summary>Opens connections with the settings that durability rests on, and reads them back: a setting that did not take
/// would lose mail without a word.</summary>
internal static class SqlitePragmas
{
    public static SqliteSession OpenWriter(SqliteSettings settings)
    {
        var session = Open(settings, SqliteOpenMode.ReadWriteCreate);
        Set(session, $"PRAGMA page_size={settings.PageSize}");
        // Counts only when the file is made: free pages can go back to the file system.
        Set(session, "PRAGMA auto_vacuum=INCREMENTAL");
        Set(session, "PRAGMA journal_mode=WAL");
        Set(session, $"PRAGMA synchronous={settings.Synchronous}");
        Set(session, $"PRAGMA cache_size={-(settings.WriterCache >> 10)}");
        // The engine's own checkpoint swallows its errors; the writer does it by hand.
        Set(session, "PRAGMA wal_autocheckpoint=0");
        Set(session, $"PRAGMA journal_size_limit={settings.LogSize * 2}");
        Set(session, "PRAGMA temp_store=MEMORY");
        Set(session, "PRAGMA foreign_keys=ON");
        Check(session, settings);
        return session;
    }

    public static SqliteSession OpenReader(SqliteSettings settings)
    {
        var session = Open(settings, SqliteOpenMode.ReadOnly);
        Set(session, $"PRAGMA cache_size={-(settings.ReaderCache >> 10)}");
        Set(session, $"PRAGMA mmap_size={settings.Map}");
        Set(session, "PRAGMA query_only=ON");
        return session;
    }

    private static void Check(SqliteSession session, SqliteSettings settings)
    {
        using var mode = session.Use("PRAGMA journal_mode");
        mode.Step();
        if (!string.Equals(mode.Text(0), "wal", StringComparison.OrdinalIgnoreCase))
            throw new StorageException(StorageFault.Unavailable, $"journal_mode is {mode.Text(0)}, not wal: the data folder must lie on a local file system.");
        if (session.Number("PRAGMA synchronous") is not (2 or 3) && !settings.Unsafe)
            throw new StorageException(StorageFault.Unavailable, "synchronous is not FULL: set it to FULL, or set Unsafe to run although acknowledged mail may be lost.");
    }

    private static SqliteSession Open(SqliteSettings settings, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = settings.File,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 30,
        }.ToString());
        connection.Open();
        _ = raw.sqlite3_busy_timeout(connection.Handle, 30_000);
        return new(connection);
    }

    // Pragmas take no parameters; the values are numbers or one of four checked words.
    private static void Set(SqliteSession session, string pragma)
    {
        using var command = session.Connection.CreateCommand();
        command.CommandText = pragma;
        command.ExecuteNonQuery();
    }
}

using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace MailActors.Storage.Sqlite;

/// <summary>Carries the write-ahead log over into the file when it has grown to its size. Runs on the writer's thread between two
/// batches, after the answers to the first have gone out.</summary>
internal sealed class LogCheckpoint(SqliteSession session, SqliteSettings settings)
{
    private const int PagesWritten = 9; // SQLITE_DBSTATUS_CACHE_WRITE

    private readonly long _due = settings.LogSize / settings.PageSize;
    private long _pages;
    private volatile bool _asked;

    /// <summary>At the next chance, however small the log is.</summary>
    public void Ask() => _asked = true;

    public void RunIfDue()
    {
        _ = raw.sqlite3_db_status(session.Handle, PagesWritten, out var written, out _, 1);
        _pages += written;
        if (_pages < _due && !_asked) return;
        _pages = 0;
        _asked = false;
        // Passive: what a reader still needs stays in the log until the next time.
        var code = raw.sqlite3_wal_checkpoint_v2(session.Handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);
        // A full disk keeps the log, and what is in it is safe; anything else the disk says is its end.
        if ((code & 0xff) is raw.SQLITE_OK or raw.SQLITE_BUSY or raw.SQLITE_FULL or raw.SQLITE_LOCKED) return;
        throw new SqliteException("The log could not be carried over.", code & 0xff, code);
    }
}

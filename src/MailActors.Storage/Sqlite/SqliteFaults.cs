using MailActors.Domain.Blobs;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace MailActors.Storage.Sqlite;

/// <summary>What the engine's error codes mean for us.</summary>
public static class SqliteFaults
{
    /// <summary>An I/O error while writing. The index of the log lives in shared memory and is made anew at start, so
    /// no room for it is a full disk and not a broken one.</summary>
    public static bool IsFatal(Exception error) => error is SqliteException { SqliteErrorCode: raw.SQLITE_IOERR } sqlite
        && sqlite.SqliteExtendedErrorCode is not (raw.SQLITE_IOERR_SHMSIZE or raw.SQLITE_IOERR_NOMEM);

    /// <summary>A row with this key is there already.</summary>
    public static bool IsDuplicate(Exception error) => error is SqliteException
    {
        SqliteExtendedErrorCode: raw.SQLITE_CONSTRAINT_UNIQUE or raw.SQLITE_CONSTRAINT_PRIMARYKEY or raw.SQLITE_CONSTRAINT_ROWID
    };

    public static Exception Translate(Exception error) => error is SqliteException sqlite ? Translate(sqlite) : error;

    private static Exception Translate(SqliteException error) => error.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => new StorageException(StorageFault.Full, "The disk is full.", error),
        raw.SQLITE_IOERR when error.SqliteExtendedErrorCode == raw.SQLITE_IOERR_SHMSIZE => new StorageException(StorageFault.Full, "The disk is full.", error),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new StorageException(StorageFault.Damaged, error.Message, error),
        raw.SQLITE_CONSTRAINT => error,
        _ => new StorageException(StorageFault.Unavailable, error.Message, error),
    };
}

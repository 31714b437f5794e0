using MailActors.Domain.Blobs;

namespace MailActors.Storage.Sqlite;

/// <summary>The database file of a node: one writer, a few readers, its tables up to date. One process has it at a time.</summary>
public sealed class SqliteDatabase : IAsyncDisposable
{
    private readonly SqliteSession _session;
    private readonly FileStream _lock;

    private SqliteDatabase(SqliteSettings settings, SqliteSession session, FileStream folderLock, IStorageDeath death)
    {
        Settings = settings;
        _session = session;
        _lock = folderLock;
        Readers = new(() => SqlitePragmas.OpenReader(settings), settings.Readers);
        Writer = new(session, settings, death);
    }

    public SqliteSettings Settings { get; }

    public SqliteWriter Writer { get; }

    public SqliteReaders Readers { get; }

    /// <summary>Opens or makes the database. Throws <see cref="StorageException"/> when another process has it or the settings
    /// that durability rests on did not take.</summary>
    public static SqliteDatabase Open(SqliteSettings settings, IReadOnlyList<SchemaPart> parts, TimeProvider time, IStorageDeath? death = null)
    {
        if (settings.Faults().ToList() is { Count: > 0 } faults)
            throw new StorageException(StorageFault.Unavailable, string.Join(' ', faults));
        MakeFolder(settings.Folder);
        var folderLock = Lock(settings.Folder);
        SqliteSession? session = null;
        try
        {
            session = SqlitePragmas.OpenWriter(settings);
            OwnerOnly(settings.File);
            Schema.Migrate(session, parts, time.GetUtcNow().ToUnixTimeSeconds());
            return new(settings, session, folderLock, death ?? new ProcessDeath());
        }
        catch
        {
            session?.Dispose();
            folderLock.Dispose();
            throw;
        }
    }

    /// <summary>Writes what waits, carries the log over into the file and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync().ConfigureAwait(false);
        Readers.Dispose();
        _session.Dispose();
        await _lock.DisposeAsync().ConfigureAwait(false);
    }

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static void OwnerOnly(string file)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static FileStream Lock(string folder)
    {
        try
        {
            return new(Path.Combine(folder, "mailactors.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
        {
            throw new StorageException(StorageFault.Unavailable, $"Another process uses the data folder {folder}.", error);
        }
    }
}

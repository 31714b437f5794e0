namespace MailActors.Storage.Sqlite;

/// <summary>Rows that stand or fall together.</summary>
public interface IWriteUnit
{
    /// <summary>About how many octets it writes.</summary>
    int Bytes { get; }

    /// <summary>Called on the writer's thread inside a transaction. May be called again after that transaction was rolled back,
    /// so it changes nothing but the database and its own result, and sets that anew each time. What it throws fails this unit only.</summary>
    void Execute(SqliteSession session);
}

/// <summary>The way to the one writing connection of the database.</summary>
public interface ISqliteWriter
{
    /// <summary>Done when the unit is on disk. Fails with what the unit threw; with <see cref="Domain.Blobs.StorageException"/> when the
    /// disk is full or the store does not take the unit. A unit that failed has left nothing behind.</summary>
    Task Write(IWriteUnit unit);
}

public static class SqliteWriterExtensions
{
    /// <summary>Runs <paramref name="work"/> as a unit; its result comes when it is on disk.</summary>
    public static async Task<T> Write<T>(this ISqliteWriter writer, Func<SqliteSession, T> work, int bytes = 256)
    {
        var unit = new WorkUnit<T>(work, bytes);
        await writer.Write(unit).ConfigureAwait(false);
        return unit.Result;
    }

    private sealed class WorkUnit<T>(Func<SqliteSession, T> work, int bytes) : IWriteUnit
    {
        public T Result { get; private set; } = default!;

        public int Bytes => bytes;

        public void Execute(SqliteSession session) => Result = work(session);
    }
}

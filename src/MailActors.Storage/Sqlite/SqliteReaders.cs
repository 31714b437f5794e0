using System.Collections.Concurrent;

namespace MailActors.Storage.Sqlite;

/// <summary>A few read-only connections beside the writer. A read sees what was committed when it began and waits for no write.</summary>
public sealed class SqliteReaders : IDisposable
{
    private readonly Func<SqliteSession> _open;
    private readonly SemaphoreSlim _free;
    private readonly ConcurrentBag<SqliteSession> _idle = [];

    internal SqliteReaders(Func<SqliteSession> open, int count)
    {
        _open = open;
        _free = new(count);
    }

    /// <summary>Runs <paramref name="work"/> on the thread pool. It may run several statements; each sees its own moment.</summary>
    public async Task<T> Read<T>(Func<SqliteSession, T> work, CancellationToken cancel = default)
    {
        await _free.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => OnSession(work), cancel).ConfigureAwait(false);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>The same, where all statements see one moment; many small ones cost less so, as the lock of the file is taken once.</summary>
    public Task<T> ReadMoment<T>(Func<SqliteSession, T> work, CancellationToken cancel = default) => Read(session =>
    {
        session.Run("BEGIN");
        try
        {
            return work(session);
        }
        finally
        {
            // Some errors have ended the transaction already.
            if (session.InTransaction) session.Run("ROLLBACK");
        }
    }, cancel);

    /// <summary>A connection of its own in a read transaction: all its statements see one moment. For long checks and backups.</summary>
    public SqliteSession Snapshot()
    {
        var session = _open();
        session.Run("BEGIN");
        session.Number("SELECT count(*) FROM sqlite_schema");
        return session;
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var session)) session.Dispose();
    }

    private T OnSession<T>(Func<SqliteSession, T> work)
    {
        if (!_idle.TryTake(out var session)) session = _open();
        try
        {
            return work(session);
        }
        catch (Exception error)
        {
            throw SqliteFaults.Translate(error);
        }
        finally
        {
            _idle.Add(session);
        }
    }
}

using MailActors.Domain.Blobs;

namespace MailActors.Storage.Sqlite;

/// <summary>The one writer: a thread with a connection. Whatever waits goes into one transaction, so one fsync serves many.
/// Invariants: (1) a task is completed after the COMMIT that holds its unit; (2) a unit that fails takes no stranger with it;
/// (3) an I/O error ends the process, because after a failed fsync the kernel may call lost pages clean.</summary>
public sealed class SqliteWriter : ISqliteWriter, IAsyncDisposable
{
    private readonly SqliteSession _session;
    private readonly SqliteSettings _settings;
    private readonly IStorageDeath _death;
    private readonly WriteQueue _queue;
    private readonly LogCheckpoint _checkpoint;
    private readonly List<PendingWrite> _batch = [];
    private readonly List<Exception?> _outcomes = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal SqliteWriter(SqliteSession session, SqliteSettings settings, IStorageDeath death)
    {
        _session = session;
        _settings = settings;
        _death = death;
        _checkpoint = new(session, settings);
        _queue = new(settings.QueueUnits, settings.QueueBytes);
        new Thread(Run) { Name = "sqlite writer", IsBackground = true }.Start();
    }

    public int Waiting => _queue.Count;

    public long Units { get; private set; }

    public long Commits { get; private set; }

    public Task Write(IWriteUnit unit)
    {
        var write = new PendingWrite(unit);
        try
        {
            _queue.Add(write);
        }
        catch (StorageException refused)
        {
            return Task.FromException(refused);
        }

        return write.Task;
    }

    /// <summary>Has the log carried over into the file behind the next batch: the file takes the size it has in the log.</summary>
    public Task CarryOver()
    {
        _checkpoint.Ask();
        return this.Write(static session => session.LastRowId);
    }

    /// <summary>Writes what waits and ends the thread.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _ended.Task.ConfigureAwait(false);
    }

    private void Run()
    {
        try
        {
            while (_queue.Take(_batch, _settings.BatchUnits, _settings.BatchBytes))
            {
                _outcomes.Clear();
                if (!Together() && !Apart()) Alone();
                Units += _batch.Count;
                for (var i = 0; i < _batch.Count; i++) Answer(_batch[i], _outcomes[i]);
                _batch.Clear();
                _checkpoint.RunIfDue();
            }
        }
        catch (Exception error)
        {
            // A checkpoint that failed, or an error nobody foresaw: without a writer nothing can be promised.
            _death.Die(error);
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    /// <summary>All in one transaction; false when nothing was kept.</summary>
    private bool Together()
    {
        try
        {
            Begin();
            foreach (var write in _batch) write.Unit.Execute(_session);
            Commit();
            foreach (var _ in _batch) _outcomes.Add(null);
            return true;
        }
        catch (Exception error)
        {
            RollBack(error);
            if (_batch.Count > 1) return false;
            _outcomes.Add(error);
            return true;
        }
    }

    /// <summary>All in one transaction, each behind a savepoint, so that only the guilty are left out; false when the
    /// transaction as a whole could not be kept.</summary>
    private bool Apart()
    {
        try
        {
            Begin();
            foreach (var write in _batch) _outcomes.Add(BehindSavepoint(write));
            Commit();
            return true;
        }
        catch (Exception error)
        {
            RollBack(error);
            _outcomes.Clear();
            return false;
        }
    }

    private Exception? BehindSavepoint(PendingWrite write)
    {
        _session.Run("SAVEPOINT unit");
        try
        {
            write.Unit.Execute(_session);
        }
        catch (Exception error) when (_session.InTransaction && !SqliteFaults.IsFatal(error))
        {
            _session.Run("ROLLBACK TO unit");
            _session.Run("RELEASE unit");
            return error;
        }

        _session.Run("RELEASE unit");
        return null;
    }

    /// <summary>Each in its own transaction: what a nearly full disk still holds is kept.</summary>
    private void Alone()
    {
        foreach (var write in _batch)
        {
            Exception? outcome = null;
            try
            {
                Begin();
                write.Unit.Execute(_session);
                Commit();
            }
            catch (Exception error)
            {
                RollBack(error);
                outcome = error;
            }

            _outcomes.Add(outcome);
        }
    }

    private void Begin() => _session.Run("BEGIN IMMEDIATE");

    private void Commit()
    {
        _session.Run("COMMIT");
        Commits++;
    }

    private void RollBack(Exception error)
    {
        if (SqliteFaults.IsFatal(error)) _death.Die(error);
        // Some errors have ended the transaction already.
        if (_session.InTransaction) _session.Run("ROLLBACK");
    }

    private static void Answer(PendingWrite write, Exception? outcome)
    {
        if (outcome is null) write.SetResult();
        else write.SetException(SqliteFaults.Translate(outcome));
    }
}

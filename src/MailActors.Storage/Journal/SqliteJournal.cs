using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Journal;
using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Journal;

/// <summary>The thin journal: events of all persistent actors go through the database's one writer and share its transactions.
/// A payload that cannot be serialized is rejected; a number already taken, a full disk or a busy store fails the write of that
/// persistent actor only. Several plugin ids may use it side by side.</summary>
public sealed class SqliteJournal : AsyncWriteJournal
{
    private readonly SqliteDatabase _database;
    private readonly PersistenceIds _ids;
    private readonly TimeProvider _time;
    private readonly Payloads _payloads;
    private readonly ConcurrentDictionary<string, Task> _underWay = new();

    public SqliteJournal(Config config)
    {
        _ = config;
        var setup = SqliteStorageSetup.Of(Context.System);
        _database = setup.Database;
        _ids = setup.Ids;
        _time = setup.Time;
        _payloads = new((ExtendedActorSystem)Context.System);
    }

    protected override Task<IImmutableList<Exception?>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        var writes = messages as IReadOnlyList<AtomicWrite> ?? [.. messages];
        var name = writes[0].PersistenceId;
        var rows = new List<EventRow>(writes.Count);
        var bytes = 0;
        ImmutableArray<Exception?>.Builder? rejected = null;
        for (var i = 0; i < writes.Count; i++)
        {
            var start = rows.Count;
            try
            {
                // A gap in the numbers would stop every recovery, so what follows a rejected write is rejected with it.
                if (rejected is not null) throw new InvalidOperationException("An earlier event of this batch was rejected.");
                bytes += Serialize((IImmutableList<IPersistentRepresentation>)writes[i].Payload, rows);
            }
            catch (Exception error)
            {
                rows.RemoveRange(start, rows.Count - start);
                rejected ??= NothingRejected(i, writes.Count);
                rejected.Add(error);
            }
        }

        return Append(name, rows, bytes, rejected);
    }

    public override async Task ReplayMessagesAsync(
        IActorContext context, string persistenceId, long fromSequenceNr, long toSequenceNr, long max, Action<IPersistentRepresentation> recoveryCallback)
    {
        await Settled(persistenceId).ConfigureAwait(false);
        await _database.Readers.Read(session =>
        {
            if (_ids.Find(session, persistenceId) is { } pid)
                JournalReads.Replay(session, pid, fromSequenceNr, toSequenceNr, max, row => recoveryCallback(
                    new Persistent(_payloads.ToObject(row), row.Seq, persistenceId, row.Manifest, timestamp: row.Time)));
            return 0;
        }).ConfigureAwait(false);
    }

    public override async Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr, CancellationToken cancellationToken)
    {
        await Settled(persistenceId).ConfigureAwait(false);
        return await _database.Readers.Read(
            session => _ids.Find(session, persistenceId) is { } pid ? JournalReads.Highest(session, pid) : 0, cancellationToken).ConfigureAwait(false);
    }

    protected override Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr, CancellationToken cancellationToken) =>
        new EventDeletion(_database.Writer, persistenceId, toSequenceNr).Run(cancellationToken);

    private async Task<IImmutableList<Exception?>> Append(
        string name, List<EventRow> rows, int bytes, ImmutableArray<Exception?>.Builder? rejected)
    {
        if (rows.Count > 0)
        {
            var unit = new AppendEvents(_ids, name, rows, bytes);
            var write = _database.Writer.Write(unit);
            _underWay[name] = write;
            try
            {
                await write.ConfigureAwait(false);
            }
            catch (Exception error) when (SqliteFaults.IsDuplicate(error))
            {
                throw new FenceLostException(name, rows[0].Seq, error);
            }
            finally
            {
                _underWay.TryRemove(KeyValuePair.Create(name, write));
            }

            unit.Remember();
        }

        return (IImmutableList<Exception?>?)rejected?.ToImmutable() ?? null!; // null: nothing was rejected
    }

    /// <summary>A copy of the actor that has just died may have left a write on its way: the next one sees it.</summary>
    private async Task Settled(string name)
    {
        if (_underWay.TryGetValue(name, out var write))
            await write.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private int Serialize(IImmutableList<IPersistentRepresentation> events, List<EventRow> rows)
    {
        var time = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var bytes = 0;
        foreach (var e in events)
        {
            var row = _payloads.ToRow(e.Payload, e.SequenceNr, time);
            rows.Add(row);
            bytes += row.Payload.Length + 64;
        }

        return bytes;
    }

    private static ImmutableArray<Exception?>.Builder NothingRejected(int before, int count)
    {
        var list = ImmutableArray.CreateBuilder<Exception?>(count);
        for (var i = 0; i < before; i++) list.Add(null);
        return list;
    }
}

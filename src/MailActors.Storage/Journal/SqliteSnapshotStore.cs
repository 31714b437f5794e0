using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Snapshot;
using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Journal;

/// <summary>Snapshots beside the journal, through the same writer. A damaged one is passed over for an older one: the events
/// behind that are enough.</summary>
public sealed class SqliteSnapshotStore : SnapshotStore
{
    private readonly SqliteDatabase _database;
    private readonly PersistenceIds _ids;
    private readonly Payloads _payloads;

    public SqliteSnapshotStore(Config config)
    {
        _ = config;
        var setup = SqliteStorageSetup.Of(Context.System);
        _database = setup.Database;
        _ids = setup.Ids;
        _payloads = new((ExtendedActorSystem)Context.System);
    }

    protected override Task<SelectedSnapshot?> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken) =>
        _database.Readers.Read(session => _ids.Find(session, persistenceId) is { } pid ? Load(session, persistenceId, pid, criteria) : null, cancellationToken);

    protected override async Task SaveAsync(SnapshotMetadata metadata, object snapshot, CancellationToken cancellationToken)
    {
        var row = _payloads.ToRow(snapshot, metadata.SequenceNr, Milliseconds(metadata.Timestamp));
        var pid = await _database.Writer.Write(session => Save(session, metadata.PersistenceId, row), row.Payload.Length + 64).ConfigureAwait(false);
        _ids.Remember(metadata.PersistenceId, pid);
    }

    protected override Task DeleteAsync(SnapshotMetadata metadata, CancellationToken cancellationToken) =>
        Delete(metadata.PersistenceId, metadata.SequenceNr, metadata.SequenceNr, 0, long.MaxValue);

    protected override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken) =>
        Delete(persistenceId, criteria.MinSequenceNr, criteria.MaxSequenceNr, Earliest(criteria), Latest(criteria));

    private SelectedSnapshot? Load(SqliteSession session, string name, long pid, SnapshotSelectionCriteria criteria)
    {
        using var read = session.Use("""
            SELECT seq, time, serializer, manifest, checksum, payload FROM snapshot
            WHERE pid = ? AND seq BETWEEN ? AND ? AND time BETWEEN ? AND ? ORDER BY seq DESC
            """);
        read.Bind(1, pid).Bind(2, criteria.MinSequenceNr).Bind(3, criteria.MaxSequenceNr).Bind(4, Earliest(criteria)).Bind(5, Latest(criteria));
        Exception? damaged = null;
        while (read.Step())
        {
            try
            {
                var row = EventRow.Read(read, pid);
                return new(new(name, row.Seq, DateTimeOffset.FromUnixTimeMilliseconds(row.Time).UtcDateTime), _payloads.ToObject(row));
            }
            catch (Domain.Blobs.StorageException error)
            {
                damaged = error;
            }
        }

        return damaged is null || JournalReads.DeletedTo(session, pid) == 0 ? null : throw damaged;
    }

    private long Save(SqliteSession session, string name, EventRow row)
    {
        var pid = _ids.FindOrAdd(session, name);
        row.Insert(session.Use("INSERT OR REPLACE INTO snapshot(pid, seq, time, serializer, manifest, checksum, payload) VALUES (?, ?, ?, ?, ?, ?, ?)"), pid);
        return pid;
    }

    private Task<int> Delete(string name, long minSeq, long maxSeq, long earliest, long latest) => _database.Writer.Write(session =>
    {
        using var delete = session.Use("""
            DELETE FROM snapshot WHERE pid = (SELECT id FROM journal_pid WHERE name = ?) AND seq BETWEEN ? AND ? AND time BETWEEN ? AND ?
            """);
        return delete.Bind(1, name).Bind(2, minSeq).Bind(3, maxSeq).Bind(4, earliest).Bind(5, latest).Run();
    });

    private static long Earliest(SnapshotSelectionCriteria criteria) => criteria.MinTimestamp is { } time ? Milliseconds(time) : 0;

    private static long Latest(SnapshotSelectionCriteria criteria) => Milliseconds(criteria.MaxTimeStamp);

    private static long Milliseconds(DateTime utc) => Math.Max(0, (utc.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond);
}

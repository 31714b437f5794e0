using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Journal;

/// <summary>The next events of one persistent actor, all or none. A number that is taken fails the unit: the fence.</summary>
internal sealed class AppendEvents(PersistenceIds ids, string name, IReadOnlyList<EventRow> rows, int bytes) : IWriteUnit
{
    private const string Insert = "INSERT INTO journal(pid, seq, time, serializer, manifest, checksum, payload) VALUES (?, ?, ?, ?, ?, ?, ?)";

    private long _pid;

    public int Bytes => bytes;

    public void Execute(SqliteSession session)
    {
        _pid = ids.FindOrAdd(session, name);
        foreach (var row in rows) row.Insert(session.Use(Insert), _pid);
    }

    /// <summary>To be called when the unit is on disk.</summary>
    public void Remember() => ids.Remember(name, _pid);
}

using System.Collections.Concurrent;
using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Journal;

/// <summary>Names of persistent actors as small numbers. Numbers found once are remembered, a bounded many of them.</summary>
internal sealed class PersistenceIds
{
    private const int Remembered = 200_000;

    private readonly ConcurrentDictionary<string, long> _known = new();

    /// <summary>The number of a name that has events or snapshots; null for a stranger.</summary>
    public long? Find(SqliteSession session, string name)
    {
        if (_known.TryGetValue(name, out var known)) return known;
        if (Select(session, name) is not { } id) return null;
        Remember(name, id);
        return id;
    }

    /// <summary>For the writer: gives a stranger its number. That one is not remembered before it is committed.</summary>
    public long FindOrAdd(SqliteSession session, string name)
    {
        if (_known.TryGetValue(name, out var known)) return known;
        if (Select(session, name) is { } id) return id;
        using var insert = session.Use("INSERT INTO journal_pid(name) VALUES (?)");
        insert.Bind(1, name).Run();
        return session.LastRowId;
    }

    /// <summary>Only for numbers that are committed.</summary>
    public void Remember(string name, long id)
    {
        if (_known.Count >= Remembered) _known.Clear();
        _known[name] = id;
    }

    private static long? Select(SqliteSession session, string name)
    {
        using var select = session.Use("SELECT id FROM journal_pid WHERE name = ?");
        return select.Bind(1, name).Step() ? select.Long(0) : null;
    }
}

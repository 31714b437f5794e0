using MailActors.Domain.Blobs;
using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Journal;

/// <summary>What recovery asks of the journal.</summary>
internal static class JournalReads
{
    /// <summary>The highest number ever written, deleted events included; 0 for none.</summary>
    public static long Highest(SqliteSession session, long pid)
    {
        using var read = session.Use("SELECT max(coalesce((SELECT max(seq) FROM journal WHERE pid = ?1), 0), (SELECT deleted_to FROM journal_pid WHERE id = ?1))");
        return read.Bind(1, pid).Step() ? read.Long(0) : 0;
    }

    public static long DeletedTo(SqliteSession session, long pid)
    {
        using var read = session.Use("SELECT deleted_to FROM journal_pid WHERE id = ?");
        return read.Bind(1, pid).Step() ? read.Long(0) : 0;
    }

    /// <summary>Events in ascending order. A hole in the numbers is an event lost: that stops the recovery instead of building
    /// a wrong state on it.</summary>
    public static void Replay(SqliteSession session, long pid, long from, long to, long max, Action<EventRow> each)
    {
        var expected = Math.Max(from, DeletedTo(session, pid) + 1);
        using var read = session.Use("SELECT seq, time, serializer, manifest, checksum, payload FROM journal WHERE pid = ? AND seq BETWEEN ? AND ? ORDER BY seq LIMIT ?");
        read.Bind(1, pid).Bind(2, expected).Bind(3, to).Bind(4, max);
        for (; read.Step(); expected++)
        {
            var row = EventRow.Read(read, pid);
            if (row.Seq != expected)
                throw new StorageException(StorageFault.Damaged, $"Event {expected} of persistence id number {pid} is missing.");
            each(row);
        }
    }
}

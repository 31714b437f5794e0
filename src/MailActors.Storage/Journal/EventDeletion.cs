using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Journal;

/// <summary>Deletes events up to a number: first by moving the mark that readers go by, then their rows in slices, so that a
/// long history does not hold up the writer.</summary>
internal sealed class EventDeletion(ISqliteWriter writer, string name, long to)
{
    private const int Slice = 1000;

    public async Task Run(CancellationToken cancel)
    {
        if (await writer.Write(Mark).ConfigureAwait(false) is not { } pid) return;
        while (await writer.Write(session => DeleteSlice(session, pid)).ConfigureAwait(false) == Slice) cancel.ThrowIfCancellationRequested();
    }

    private long? Mark(SqliteSession session)
    {
        using var find = session.Use("SELECT id FROM journal_pid WHERE name = ?");
        if (!find.Bind(1, name).Step()) return null;
        var pid = find.Long(0);
        using var mark = session.Use("UPDATE journal_pid SET deleted_to = max(deleted_to, ?) WHERE id = ?");
        mark.Bind(1, Math.Min(to, JournalReads.Highest(session, pid))).Bind(2, pid).Run();
        return pid;
    }

    private static int DeleteSlice(SqliteSession session, long pid)
    {
        using var delete = session.Use("""
            DELETE FROM journal WHERE ordering IN (
                SELECT ordering FROM journal WHERE pid = ?1 AND seq <= (SELECT deleted_to FROM journal_pid WHERE id = ?1) ORDER BY seq LIMIT ?2)
            """);
        return delete.Bind(1, pid).Bind(2, Slice).Run();
    }
}

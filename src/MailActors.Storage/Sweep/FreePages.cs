using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Sweep;

/// <summary>Gives pages of the file that hold nothing back to the file system, a megabyte in each write, so that mail goes on in between. Only a
/// file that was made with <c>auto_vacuum</c> can shrink so; in another one new mail goes to its free pages first.</summary>
internal sealed class FreePages(SqliteDatabase database, long keep)
{
    private const int PagesAtOnce = 256;
    private const long Incremental = 2;

    /// <returns>Octets given back.</returns>
    public async Task<long> Return(CancellationToken cancel)
    {
        var (mode, page, free) = await database.Readers.Read(
            session => (session.Number("PRAGMA auto_vacuum"), session.Number("PRAGMA page_size") ?? 0, session.Number("PRAGMA freelist_count") ?? 0), cancel).ConfigureAwait(false);
        if (mode != Incremental) return 0;
        var surplus = free - (keep / page);
        long returned = 0;
        while (returned < surplus && !cancel.IsCancellationRequested)
        {
            var before = free;
            free = await database.Writer.Write(
                session =>
                {
                    session.Run($"PRAGMA incremental_vacuum({PagesAtOnce})");
                    return session.Number("PRAGMA freelist_count") ?? 0;
                },
                PagesAtOnce * (int)page).ConfigureAwait(false);
            if (free >= before) break;
            returned += before - free;
        }

        if (returned > 0) await database.Writer.CarryOver().ConfigureAwait(false);
        return returned * page;
    }
}

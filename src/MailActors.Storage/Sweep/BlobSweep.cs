using MailActors.Domain.Blobs;
using MailActors.Storage.Sqlite;
using MailActors.Storage.Verify;

namespace MailActors.Storage.Sweep;

/// <summary>Removes messages that no mailbox, no queue and no overlay names. It reads who names what a mailbox at a time, walks the names of all
/// messages in pages, and writes a few at a time behind whatever else waits for the disk; nobody waits for it.
///
/// Invariants
/// 1. A message goes only when two sweeps at least <see cref="SweepSettings.Grace"/> apart, and all in between, found nobody who names it, and when it was
///    not stored again meanwhile. That is decided in the transaction that removes it.
/// 2. What names a message has stored it, or told the store to keep it, less than the grace time before.
/// 3. When anything that may name messages can't be read, nothing is removed.</summary>
public sealed class BlobSweep(SqliteDatabase database, StoreDecoder decoder, SweepSettings settings, TimeProvider time) : IBlobSweep
{
    private const int Page = 1000;

    private int _running;

    public async Task<SweepReport?> Run(bool remove, Action<SweepProgress>? progress, CancellationToken cancel)
    {
        if (Interlocked.Exchange(ref _running, 1) != 0) return null;
        try
        {
            return await Sweep(remove, progress, cancel).ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _running, 0);
        }
    }

    private async Task<SweepReport> Sweep(bool remove, Action<SweepProgress>? progress, CancellationToken cancel)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var until = now - (long)settings.Grace.TotalSeconds;
        var count = await database.Readers.Read(session => session.Number("SELECT count(*) FROM blob") ?? 0, cancel).ConfigureAwait(false);
        var named = new NamedBlobs(count);
        await new LiveNames(database.Readers, decoder, named.Add).Read((done, all) => progress?.Invoke(new("mailboxes", done, all)), cancel).ConfigureAwait(false);
        if (remove) await ForgetNamed(named, cancel).ConfigureAwait(false);
        var report = new SweepReport(count, 0, 0, 0, 0, 0, 0);
        BlobId? last = null;
        for (long done = 0; ;)
        {
            var page = await Next("SELECT id FROM blob WHERE id > ? ORDER BY id LIMIT ?", last, cancel).ConfigureAwait(false);
            if (page.Count == 0) break;
            last = page[^1];
            foreach (var slice in page.Where(id => !named.Contains(id)).Chunk(SweepSlice.Size))
                report = await Settle(report, slice, now, until, remove, cancel).ConfigureAwait(false);
            done += page.Count;
            progress?.Invoke(new("messages", done, Math.Max(done, count)));
        }

        return remove ? report with { ReturnedBytes = await new FreePages(database, settings.KeepFree).Return(cancel).ConfigureAwait(false) } : report;
    }

    private async Task<SweepReport> Settle(SweepReport report, BlobId[] unnamed, long now, long until, bool remove, CancellationToken cancel)
    {
        report = await database.Readers.Read(session => Counted(session, report, unnamed, until), cancel).ConfigureAwait(false);
        if (!remove) return report;
        for (var rest = unnamed; rest.Length > 0;)
        {
            cancel.ThrowIfCancellationRequested();
            var slice = new SweepSlice(rest, now, until);
            await database.Writer.Write(slice).ConfigureAwait(false);
            report = report with { Removed = report.Removed + slice.Removed, RemovedBytes = report.RemovedBytes + slice.RemovedBytes };
            rest = rest[slice.Settled..];
        }

        return report;
    }

    private static SweepReport Counted(SqliteSession session, SweepReport report, BlobId[] unnamed, long until)
    {
        foreach (var id in unnamed)
        {
            if (UnnamedRows.HasOverlay(session, id) || UnnamedRows.SizeOf(session, id) is not { } size) continue;
            var due = UnnamedRows.Since(session, id) <= until;
            report = report with { Unnamed = report.Unnamed + 1, UnnamedBytes = report.UnnamedBytes + size, Due = report.Due + (due ? 1 : 0) };
        }

        return report;
    }

    /// <summary>Somebody names them again.</summary>
    private async Task ForgetNamed(NamedBlobs named, CancellationToken cancel)
    {
        BlobId? last = null;
        while (true)
        {
            var page = await Next("SELECT id FROM blob_unnamed WHERE id > ? ORDER BY id LIMIT ?", last, cancel).ConfigureAwait(false);
            if (page.Count == 0) return;
            last = page[^1];
            var again = page.Where(named.Contains).ToList();
            if (again.Count == 0) continue;
            await database.Writer.Write(
                session =>
                {
                    foreach (var id in again) UnnamedRows.Forget(session, id);
                    return 0;
                },
                again.Count * 64).ConfigureAwait(false);
        }
    }

    private Task<List<BlobId>> Next(string sql, BlobId? after, CancellationToken cancel) =>
        database.Readers.Read(session => UnnamedRows.Page(session, sql, after, Page), cancel);
}

using MailActors.Actors.Operations;
using MailActors.Domain.Blobs;
using MailActors.Storage.Sqlite;
using MailActors.Storage.Verify;

namespace MailActors.Node.Operations;

/// <summary>Checks, measures and clears up what is on disk, beside the running server.</summary>
internal sealed class StorePalette(SqliteDatabase database, StoreDecoder decoder, IBlobSweep sweep)
{
    public CommandPalette Make() => new("store", "Check, measure and clear up what is on disk", [
        new("verify", "Checks journal, blobs, UIDs and counts", [], Verify),
        new("stats", "Shows how much is stored", [], Stats),
        new("sweep", "Removes messages nobody names any more", ["yes?"], Sweep),
    ]);

    private async Task<int> Verify(CommandCall call)
    {
        var verifier = new StoreVerifier(database, decoder);
        var findings = await verifier.Run(step => call.Progress(step.Done, step.Total, step.Step).Wait(call.Cancel), call.Cancel).ConfigureAwait(false);
        var faults = findings.Count(finding => finding.IsFault);
        foreach (var finding in findings.Where(finding => finding.IsFault))
            await call.Row(("kind", finding.Kind.ToString()), ("fault", finding.IsFault), ("where", finding.Where), ("detail", finding.Detail)).ConfigureAwait(false);
        foreach (var notes in findings.Where(finding => !finding.IsFault).GroupBy(finding => (finding.Kind, finding.Detail)))
            await call.Row(("kind", notes.Key.Kind.ToString()), ("fault", false), ("where", $"{notes.Count()} ×"), ("detail", notes.Key.Detail)).ConfigureAwait(false);
        await call.Say(faults == 0 ? "The store is sound." : $"{faults} faults found.").ConfigureAwait(false);
        return faults == 0 ? 0 : 1;
    }

    private async Task<int> Stats(CommandCall call)
    {
        var s = await StoreStats.Read(database, call.Cancel).ConfigureAwait(false);
        await call.Row(
            ("fileBytes", s.FileBytes), ("logBytes", s.LogBytes), ("reclaimableBytes", s.ReclaimableBytes), ("freeDiskBytes", s.FreeDiskBytes), ("events", s.Events),
            ("snapshots", s.Snapshots), ("streams", s.Streams), ("chunks", s.Chunks), ("blobs", s.Blobs), ("overlays", s.Overlays), ("pieces", s.Pieces),
            ("blobBytes", s.BlobBytes), ("storedBlobBytes", s.StoredBlobBytes)).ConfigureAwait(false);
        return 0;
    }

    private async Task<int> Sweep(CommandCall call)
    {
        var remove = call.Optional("yes") is not null;
        var report = await sweep.Run(remove, step => call.Progress(step.Done, step.Total, step.Step).Wait(call.Cancel), call.Cancel).ConfigureAwait(false);
        if (report is null) return await call.Refuse("SweepUnderWay", "A sweep is under way already.").ConfigureAwait(false);
        await call.Row(
            ("blobs", report.Blobs), ("unnamed", report.Unnamed), ("unnamedBytes", report.UnnamedBytes), ("due", report.Due), ("removed", report.Removed),
            ("removedBytes", report.RemovedBytes), ("returnedBytes", report.ReturnedBytes)).ConfigureAwait(false);
        if (!remove) await call.Say("Nothing was changed. With --yes, those that are due are removed, and the others become due after the grace time.").ConfigureAwait(false);
        return 0;
    }
}

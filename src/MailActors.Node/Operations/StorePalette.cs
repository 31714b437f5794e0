using MailActors.Actors.Operations;
using MailActors.Domain.Blobs;
using MailActors.Domain.Queue;
using MailActors.Storage.Sqlite;
using MailActors.Storage.Verify;

namespace MailActors.Node.Operations;

/// <summary>Checks and measures what is on disk, beside the running server.</summary>
internal sealed class StorePalette(SqliteDatabase database, Akka.Serialization.Serialization serialization)
{
    public CommandPalette Make() => new("store", "Check and measure what is on disk", [
        new("verify", "Checks journal, blobs, UIDs and counts", [], Verify),
        new("stats", "Shows how much is stored", [], Stats),
    ]);

    private async Task<int> Verify(CommandCall call)
    {
        var verifier = new StoreVerifier(database, new(Decode, QueueBlobs));
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

    private object Decode(int serializer, string manifest, byte[] bytes) => serialization.Deserialize(bytes, serializer, manifest);

    /// <summary>What a partition still has to deliver, from its last root and the events behind it.</summary>
    private static IEnumerable<BlobId> QueueBlobs(IReadOnlyList<object> history)
    {
        var state = history.Aggregate(QueueState.Empty, (s, one) => one switch
        {
            QueueRoot root => QueueState.From(root),
            QueueEvents.Batch batch => s.Apply(batch),
            _ => s,
        });
        return state.Entries.SelectMany(e => e.Recipients.Select(r => e.Recipient(r.Number).Blob).Append(e.Envelope.Blob));
    }
}

using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Verify;

/// <summary>The whole consistency check of a node's store. Runs beside the server: all of it looks at one moment of the database,
/// and it changes nothing.</summary>
public sealed class StoreVerifier(SqliteDatabase database, StoreDecoder decoder)
{
    /// <summary>All findings; the store is sound when none <see cref="Finding.IsFault"/>.</summary>
    public Task<IReadOnlyList<Finding>> Run(Action<VerifyProgress>? progress = null, CancellationToken cancel = default) =>
        Task.Factory.StartNew(() => Check(new(progress, cancel)), cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private IReadOnlyList<Finding> Check(VerifyReport report)
    {
        using var session = database.Readers.Snapshot();
        DatabaseCheck.Run(session, report);
        var blobs = new BlobCheck(session, report).Run();
        new StreamCheck(session, report, decoder, new(session, report, blobs), blobs).Run();
        blobs.ReportUnnamed(report);
        return report.Findings;
    }
}

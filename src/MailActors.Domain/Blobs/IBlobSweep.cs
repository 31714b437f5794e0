namespace MailActors.Domain.Blobs;

/// <summary>Removes messages that nobody names any more.</summary>
public interface IBlobSweep
{
    /// <summary>Null when one is under way already.</summary>
    /// <param name="remove">False: looks, and writes nothing at all.</param>
    /// <exception cref="StorageException">The store could not be read or written; what was removed until then is gone rightly.</exception>
    Task<SweepReport?> Run(bool remove, Action<SweepProgress>? progress, CancellationToken cancel);
}

/// <summary>What a sweep found and did.</summary>
/// <param name="Blobs">Messages in the store when it began.</param>
/// <param name="Unnamed">Of those, named by nobody, and their octets.</param>
/// <param name="Due">Of those, noted for the grace time: what a sweep that removes has removed, unless it was stored again meanwhile.</param>
/// <param name="ReturnedBytes">Octets of the file given back to the file system.</param>
public sealed record SweepReport(long Blobs, long Unnamed, long UnnamedBytes, long Due, long Removed, long RemovedBytes, long ReturnedBytes);

/// <param name="Done">Mailboxes or messages so far.</param>
public sealed record SweepProgress(string Step, long Done, long Total);

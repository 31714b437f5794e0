using MailActors.Domain.Blobs;

namespace MailActors.Actors.Queue;

internal static class StorageFaults
{
    /// <summary>Whether the store said that there is no room, however deep that is wrapped.</summary>
    public static bool IsFull(Exception? cause)
    {
        for (; cause is not null; cause = cause.InnerException)
            if (cause is StorageException { Fault: StorageFault.Full } || cause is AggregateException many && many.InnerExceptions.Any(IsFull)) return true;
        return false;
    }
}

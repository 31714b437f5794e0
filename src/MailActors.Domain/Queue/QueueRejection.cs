namespace MailActors.Domain.Queue;

/// <summary>Why the queue did not take a message. All are temporary: SMTP says 4xx.</summary>
public enum QueueRejection
{
    /// <summary>The partition has as much waiting work as it may hold.</summary>
    Overloaded,
    StorageFull,
    Unavailable,
}

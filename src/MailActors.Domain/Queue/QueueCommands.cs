namespace MailActors.Domain.Queue;

/// <summary>A message meant for one of the N fixed partitions.</summary>
public interface IWithPartition
{
    int Partition { get; }
}

public abstract record QueueCommand(int Partition) : IWithPartition;

public static class QueueCommands
{
    /// <summary>The one door for all mail to be delivered. Its event is the commit point behind <c>250</c>.
    /// The queue id makes a repeat known.</summary>
    public sealed record AcceptMessage(int Partition, Envelope Envelope) : QueueCommand(Partition);
}

/// <summary>The outcome for one recipient.</summary>
public abstract record Outcome(int Recipient)
{
    public sealed record Delivered(int Recipient) : Outcome(Recipient);

    /// <param name="RetryAt">Seconds since 1970 UTC.</param>
    public sealed record Deferred(int Recipient, string Reason, long RetryAt) : Outcome(Recipient);

    public sealed record Failed(int Recipient, string Reason) : Outcome(Recipient);
}

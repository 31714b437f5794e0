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

    /// <summary>Nothing of it is delivered until it is released. These commands are answered by <see cref="QueueReplies.Operated"/>.</summary>
    public sealed record HoldMessage(int Partition, QueueId Message, bool Hold) : QueueCommand(Partition);

    /// <summary>What was put off is tried at once.</summary>
    public sealed record RetryMessage(int Partition, QueueId Message) : QueueCommand(Partition);

    /// <summary>What is not delivered yet is given up.</summary>
    /// <param name="Tell">The sender gets a notice.</param>
    public sealed record CancelMessage(int Partition, QueueId Message, bool Tell) : QueueCommand(Partition);
}

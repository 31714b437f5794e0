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

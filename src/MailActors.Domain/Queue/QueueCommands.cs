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

    /// <summary>An operator's word on one message, answered by <see cref="QueueReplies.Operated"/>.</summary>
    public sealed record OperateMessage(int Partition, QueueId Message, QueueAction Action) : QueueCommand(Partition);

    /// <summary>An operator's word on all messages that fit, a bounded number of them at a time, oldest first; answered by
    /// <see cref="QueueReplies.OperatedMany"/>, which says where to go on.</summary>
    public sealed record OperateMany(int Partition, QueueFilter Filter, QueueAction Action, QueuePosition? After) : QueueCommand(Partition);

    /// <summary>All that the account has sent and will send is held until the account is released; answered by <see cref="QueueReplies.Operated"/>.</summary>
    public sealed record HoldSender(int Partition, AccountId Account, bool Hold) : QueueCommand(Partition);
}

public enum QueueAction
{
    /// <summary>Nothing of it is delivered until it is released.</summary>
    Hold,
    Release,

    /// <summary>What was put off is tried at once.</summary>
    Retry,

    /// <summary>What is not delivered yet is given up, and its sender gets a notice.</summary>
    Cancel,

    /// <summary>What is not delivered yet is given up, and nobody is told.</summary>
    Discard,
}

namespace MailActors.Domain.Queue;

public abstract record QueueQuery(int Partition) : IWithPartition;

public static class QueueQueries
{
    /// <summary>A part of what the partition holds, oldest first, answered by <see cref="QueueReplies.QueueListing"/>, which says where to go on.</summary>
    public sealed record ListQueue(int Partition, QueueFilter Filter, QueuePosition? After, int Limit) : QueueQuery(Partition);

    /// <summary>A part of what the partition holds, counted, answered by <see cref="QueueReplies.QueueCounted"/>, which says where to go on.</summary>
    public sealed record CountQueue(int Partition, QueueFilter Filter, QueuePosition? After) : QueueQuery(Partition);

    public sealed record ShowMessage(int Partition, QueueId Message) : QueueQuery(Partition);

    /// <summary>Answered by <see cref="QueueReplies.SendersHeld"/>.</summary>
    public sealed record HeldSenders(int Partition) : QueueQuery(Partition);
}

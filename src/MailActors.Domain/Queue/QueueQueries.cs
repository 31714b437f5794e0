namespace MailActors.Domain.Queue;

public abstract record QueueQuery(int Partition) : IWithPartition;

public static class QueueQueries
{
    /// <summary>What the partition holds, oldest first, answered by <see cref="QueueReplies.QueueListing"/>.</summary>
    public sealed record ListQueue(int Partition, int Limit) : QueueQuery(Partition);

    public sealed record ShowMessage(int Partition, QueueId Message) : QueueQuery(Partition);
}

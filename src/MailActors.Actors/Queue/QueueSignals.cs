using MailActors.Domain.Queue;

namespace MailActors.Actors.Queue;

/// <summary>What a partition tells itself and its keeper.</summary>
internal static class QueueSignals
{
    public sealed record SettleNow
    {
        public static readonly SettleNow Instance = new();
    }

    /// <summary>What is under way to other hosts has had its time to end.</summary>
    public sealed record DrainOver
    {
        public static readonly DrainOver Instance = new();
    }

    /// <summary>Something may be due.</summary>
    public sealed record Due
    {
        public static readonly Due Instance = new();
    }
}

/// <summary>Keeps a partition alive: it has to deliver even when nobody asks it anything.</summary>
public sealed record WakePartition(int Partition) : IWithPartition;

/// <summary>The answer to <see cref="WakePartition"/>, from where the partition lives.</summary>
public sealed record PartitionAwake(int Partition);

/// <summary>The region's word for "write what is under way and stop".</summary>
public sealed record StopPartition
{
    public static readonly StopPartition Instance = new();
}

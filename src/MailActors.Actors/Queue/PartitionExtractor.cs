using System.Globalization;
using Akka.Cluster.Sharding;
using MailActors.Domain.Queue;

namespace MailActors.Actors.Queue;

/// <summary>Each partition is a shard of its own.</summary>
public sealed class PartitionExtractor : IMessageExtractor
{
    public string? EntityId(object message) => message is IWithPartition { Partition: var partition } ? Name(partition) : null;

    public object EntityMessage(object message) => message;

    public string? ShardId(object message) => EntityId(message);

    public string ShardId(string entityId, object? messageHint = null) => entityId;

    private static string Name(int partition) => partition.ToString(CultureInfo.InvariantCulture);
}

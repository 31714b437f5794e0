using System.Globalization;
using System.Text;
using Akka.Cluster.Sharding;
using MailActors.Domain.Destinations;

namespace MailActors.Actors.Delivery.Remote.Destinations;

/// <summary>Which destination, in which shard: the same on every node and for the life of a cluster.</summary>
public sealed class DestinationExtractor : IMessageExtractor
{
    private const int Shards = 100;
    private static readonly string[] Names = [.. Enumerable.Range(0, Shards).Select(n => n.ToString(CultureInfo.InvariantCulture))];

    public string? EntityId(object message) => message is IWithDestination { Destination: var destination } ? destination : null;

    public object EntityMessage(object message) => message;

    public string? ShardId(object message) => message is IWithDestination { Destination: var destination } ? ShardId(destination) : null;

    // FNV-1a: string.GetHashCode differs from process to process.
    public string ShardId(string entityId, object? messageHint = null)
    {
        var hash = 2166136261u;
        foreach (var octet in Encoding.UTF8.GetBytes(entityId)) hash = (hash ^ octet) * 16777619u;
        return Names[hash % Shards];
    }
}

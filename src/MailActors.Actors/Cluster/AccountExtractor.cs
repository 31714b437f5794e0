using Akka.Cluster.Sharding;
using MailActors.Domain;

namespace MailActors.Actors.Cluster;

/// <summary>Which mailbox, in which shard. The same on every node and for the life of a cluster. Account ids are given one by one, so their
/// bits are mixed before they are divided up: neighbours must not end on one node.</summary>
public sealed class AccountExtractor(int shards) : IMessageExtractor
{
    private readonly string[] _shards = [.. Enumerable.Range(0, shards).Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture))];

    public string? EntityId(object message) => message is IWithAccountId { Account: var account } ? account.ToString() : null;

    public object EntityMessage(object message) => message;

    public string? ShardId(object message) => message is IWithAccountId { Account: var account } ? ShardOf(account.Value) : null;

    public string ShardId(string entityId, object? messageHint = null) =>
        ShardOf(long.Parse(entityId, System.Globalization.CultureInfo.InvariantCulture));

    // The finishing mix of SplitMix64. Unsigned, so that no value is left without a shard.
    private string ShardOf(long account)
    {
        var hash = (ulong)account;
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
        hash ^= hash >> 31;
        return _shards[(int)(hash % (uint)_shards.Length)];
    }
}

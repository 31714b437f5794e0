namespace MailActors.Actors.Cluster;

/// <summary>How a node takes part in its cluster.</summary>
public sealed record ClusterSettings
{
    public const string StoreRole = "store";
    public const string RelayRole = "relay";
    public const string EdgeRole = "edge";

    /// <summary>The address other nodes reach this one at. One node alone needs none but loopback.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>0 takes any free port: right for one node alone.</summary>
    public int Port { get; init; }

    /// <summary>What this node does: store has mailboxes, relay the queue, edge connections. Empty: all three. (A list that is configured is added to
    /// the default one.)</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    public static IReadOnlyList<string> AllRoles { get; } = [StoreRole, RelayRole, EdgeRole];

    public IEnumerable<string> Faults()
    {
        if (Host.Length == 0) yield return "Cluster:Host must be an address or a name; 127.0.0.1 for one node alone.";
        if (Port is < 0 or > 65535) yield return "Cluster:Port must be between 0 and 65535; 0 takes any free port.";
        foreach (var role in Roles)
            if (role is not (StoreRole or RelayRole or EdgeRole)) yield return $"Cluster:Roles has \"{role}\"; roles are store, relay and edge.";
    }
}

namespace MailActors.Actors.Transport.Listening;

/// <summary>How many connections one node takes, over all its listeners.</summary>
public sealed record ConnectionLimitSettings
{
    /// <summary>Fewer where the system allows fewer open files (<c>ulimit -n</c>): 200 of those are kept for the rest of the node.</summary>
    public int Total { get; init; } = 5000;

    public int PerAddress { get; init; } = 50;

    /// <summary>Per IPv6 /64.</summary>
    public int PerSubnet { get; init; } = 100;

    /// <summary>New connections of one address a minute; 0 is no limit.</summary>
    public int PerMinute { get; init; } = 300;

    /// <summary>Bounds the table behind <see cref="PerMinute"/>; when it is full, counting begins anew.</summary>
    public int AddressesRemembered { get; init; } = 100_000;

    public IEnumerable<string> Faults()
    {
        if (Total < 1) yield return "Total must be 1 or more connections.";
        if (PerAddress < 1) yield return "PerAddress must be 1 or more connections.";
        if (PerSubnet < 1) yield return "PerSubnet must be 1 or more connections.";
        if (PerMinute < 0) yield return "PerMinute must be 0 (no limit) or more connections.";
        if (AddressesRemembered < 1000) yield return "AddressesRemembered must be 1000 or more.";
    }
}

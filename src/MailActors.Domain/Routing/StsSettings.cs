namespace MailActors.Domain.Routing;

/// <summary>MTA-STS policies of other domains.</summary>
public sealed record StsSettings
{
    /// <summary>The port of hosts that publish policies. Any but 443 is for tests.</summary>
    public int Port { get; init; } = 443;

    /// <summary>For fetching one policy, from the look-up of its host to the last octet (RFC 8461 §3.3 advises a minute).</summary>
    public TimeSpan FetchTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a policy that could not be had is not asked for again.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>After so long, or half its life, a policy that is in use is fetched anew although it is said to be the same: it must not end while
    /// somebody keeps us from the next one (RFC 8461 §10.2).</summary>
    public TimeSpan RefreshAfter { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Fetches under way at one time; more wait.</summary>
    public int MaxFetches { get; init; } = 50;

    /// <summary>A host that publishes policies may have an address that is not of the internet at large: where domains of one's own network have
    /// policies, and for tests. Otherwise a stranger's domain could make this node connect to its neighbours.</summary>
    public bool AllowPrivateHosts { get; init; }

    public IEnumerable<string> Faults()
    {
        if (Port is < 1 or > 65535) yield return "MailActors:Outbound:MtaSts:Port must be between 1 and 65535; hosts that publish policies listen on 443.";
        if (FetchTimeout < TimeSpan.FromSeconds(1) || FetchTimeout > TimeSpan.FromMinutes(1)) yield return "MailActors:Outbound:MtaSts:FetchTimeout must be between 1 second and 1 minute.";
        if (RetryAfter < TimeSpan.FromSeconds(1) || RetryAfter > TimeSpan.FromHours(1)) yield return "MailActors:Outbound:MtaSts:RetryAfter must be between 1 second and 1 hour.";
        if (RefreshAfter < TimeSpan.FromMinutes(1)) yield return "MailActors:Outbound:MtaSts:RefreshAfter must be at least a minute.";
        if (MaxFetches is < 1 or > 1000) yield return "MailActors:Outbound:MtaSts:MaxFetches must be between 1 and 1000.";
    }
}

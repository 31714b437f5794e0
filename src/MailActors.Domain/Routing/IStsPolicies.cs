using MailActors.Protocol.MtaSts;

namespace MailActors.Domain.Routing;

/// <summary>The MTA-STS policies of domains (RFC 8461). Never throws for what DNS or a policy host do.</summary>
public interface IStsPolicies
{
    /// <param name="domain">In A-labels.</param>
    /// <exception cref="Blobs.StorageException">What is kept can't be read, so it can't be told whether there is a policy.</exception>
    ValueTask<StsFinding> For(string domain, CancellationToken cancel);
}

/// <param name="Kept">Null: the domain has none, or none can be had and none is kept.</param>
/// <param name="Why">For people, one line.</param>
/// <param name="IsUncertain">There is a policy that can't be had, or it can't be told whether there is one.</param>
public sealed record StsFinding(KeptStsPolicy? Kept, string Why, bool IsUncertain = false);

/// <summary>Policies as they were fetched.</summary>
public interface IStsPolicyStore
{
    /// <summary>One that has ended may be found or not.</summary>
    /// <exception cref="Blobs.StorageException">The database can't be read.</exception>
    ValueTask<KeptStsPolicy?> Find(string domain, CancellationToken cancel);

    /// <summary>In the place of the one before.</summary>
    /// <exception cref="Blobs.StorageException">The database can't be written.</exception>
    ValueTask Keep(string domain, KeptStsPolicy policy, CancellationToken cancel);

    /// <summary>By domain.</summary>
    /// <exception cref="Blobs.StorageException">The database can't be read.</exception>
    ValueTask<IReadOnlyList<(string Domain, KeptStsPolicy Policy)>> List(int most, CancellationToken cancel);
}

/// <summary>The hosts that publish policies (RFC 8461 §3.3).</summary>
public interface IStsPolicyHosts
{
    /// <summary>Never throws for what DNS or the host do, and ends within bounded time.</summary>
    /// <param name="domain">In A-labels.</param>
    ValueTask<StsFetch> Fetch(string domain, CancellationToken cancel);
}

public abstract record StsFetch
{
    private StsFetch() { }

    public sealed record Fetched(StsPolicy Policy) : StsFetch;

    /// <param name="Failure">Of the three that RFC 8460 §4.3.2.2 has for it.</param>
    /// <param name="Why">For people, one line without its last dot.</param>
    public sealed record Failed(TlsFailure Failure, string Why) : StsFetch;
}

/// <param name="Id">Of the TXT record when it was fetched.</param>
/// <param name="FetchedAt">Seconds since 1970 UTC.</param>
public sealed record KeptStsPolicy(string Id, StsPolicy Policy, long FetchedAt)
{
    /// <summary>Seconds since 1970 UTC.</summary>
    public long Until => FetchedAt + Policy.MaxAge;
}

using MailActors.Protocol.MtaSts;

namespace MailActors.Domain.Routing;

/// <summary>The MTA-STS policies of domains (RFC 8461). Never throws for what DNS or a policy host do.</summary>
public interface IStsPolicies
{
    /// <summary>Null: the domain has none, or none can be had and none is kept.</summary>
    /// <param name="domain">In A-labels.</param>
    ValueTask<KeptStsPolicy?> For(string domain, CancellationToken cancel);
}

/// <summary>Policies as they were fetched.</summary>
public interface IStsPolicyStore
{
    /// <exception cref="Blobs.StorageException">The database can't be read.</exception>
    ValueTask<KeptStsPolicy?> Find(string domain, CancellationToken cancel);

    /// <exception cref="Blobs.StorageException">The database can't be written.</exception>
    ValueTask Keep(string domain, KeptStsPolicy policy, CancellationToken cancel);
}

/// <param name="Id">Of the TXT record when it was fetched.</param>
/// <param name="FetchedAt">Seconds since 1970 UTC.</param>
public sealed record KeptStsPolicy(string Id, StsPolicy Policy, long FetchedAt)
{
    /// <summary>Seconds since 1970 UTC.</summary>
    public long Until => FetchedAt + Policy.MaxAge;
}

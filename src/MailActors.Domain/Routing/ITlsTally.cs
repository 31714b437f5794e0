namespace MailActors.Domain.Routing;

/// <summary>Counts what became of TLS on each connection out, by day and policy, so that reports can be made of it (RFC 8460).</summary>
public interface ITlsTally
{
    /// <param name="mxHost">The host of the connection; empty when a policy itself could not be had.</param>
    /// <param name="failure">Null: a session as the policy wants it.</param>
    void Count(TlsPolicyUsed policy, string mxHost, TlsFailure? failure);
}

/// <summary>What has been counted.</summary>
public interface ITlsReport
{
    /// <param name="day">Of UTC.</param>
    /// <exception cref="Blobs.StorageException">The database can't be read.</exception>
    Task<IReadOnlyList<TlsSessions>> Of(DateOnly day, CancellationToken cancel);
}

/// <param name="Domain">Of the policy; empty, with the host, for what was too much to count apart.</param>
/// <param name="Host">Empty when the policy itself could not be had.</param>
/// <param name="Failure">A result type of RFC 8460 §4.3; empty: as the policy wants it.</param>
public sealed record TlsSessions(TlsPolicyKind Policy, string Domain, string Host, string Failure, long Sessions);

namespace MailActors.Domain.Routing;

/// <summary>Counts what became of TLS on each connection out, by day and policy, so that reports can be made of it (RFC 8460).</summary>
public interface ITlsTally
{
    /// <param name="mxHost">The host of the connection.</param>
    /// <param name="failure">Null: a session as the policy wants it.</param>
    void Count(TlsPolicyUsed policy, string mxHost, TlsFailure? failure);
}

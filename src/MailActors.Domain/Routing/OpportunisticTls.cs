namespace MailActors.Domain.Routing;

/// <summary>No policies: TLS when it is offered (RFC 7435).</summary>
public sealed class OpportunisticTls : ITlsPolicies
{
    public ValueTask<TlsPolicies> For(string domain, MailExchanges.Found exchanges, CancellationToken cancel) => ValueTask.FromResult(new TlsPolicies(
        [.. exchanges.Hosts.Select(_ => new HostTls.Demanded(TlsDemand.Opportunistic.Instance))], new(TlsPolicyKind.NoPolicyFound, domain), "no policy"));
}

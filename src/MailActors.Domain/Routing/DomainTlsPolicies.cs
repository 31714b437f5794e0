using System.Collections.Immutable;
using MailActors.Domain.Queue;
using MailActors.Protocol.MtaSts;

namespace MailActors.Domain.Routing;

/// <summary>DANE before MTA-STS (RFC 8461 §2) before TLS when it is offered.</summary>
/// <param name="dane">Null: not looked for.</param>
/// <param name="sts">Null: not looked for.</param>
public sealed class DomainTlsPolicies(DanePolicy? dane, IStsPolicies? sts) : ITlsPolicies
{
    public async ValueTask<TlsPolicies> For(string domain, MailExchanges.Found exchanges, CancellationToken cancel)
    {
        // An address literal is no domain: it has neither names nor policies, and is itself what the sender said.
        if (domain.StartsWith('[')) return Of(domain, [.. exchanges.Hosts.Select(_ => new HostTls.Demanded(TlsDemand.Opportunistic.Instance, IsProven: true))], null, byDane: 0);
        var byDane = new HostTls?[exchanges.Hosts.Length];
        for (var i = 0; dane is not null && i < byDane.Length; i++)
            byDane[i] = await dane.For(domain, exchanges, exchanges.Hosts[i], cancel).ConfigureAwait(false);
        var decided = byDane.Count(one => one is not null);
        var found = sts is null || decided == byDane.Length ? null : await sts.For(domain, cancel).ConfigureAwait(false);
        // Without an MX record the name is the domain's own, which a certificate can vouch for.
        var proven = exchanges.Authentic || exchanges.IsImplicit;
        return Of(domain, [.. byDane.Zip(exchanges.Hosts, (tls, host) => tls ?? BySts(domain, host, found?.Kept?.Policy, proven))], found, decided);
    }

    private static HostTls BySts(string domain, MailHost host, StsPolicy? policy, bool proven) => policy switch
    {
        null or { Mode: StsMode.None } => new HostTls.Demanded(TlsDemand.Opportunistic.Instance, proven),
        // RFC 8461 §4.1, RFC 8689 §4.2.1.
        _ when policy.Allows(host.Name) => new HostTls.Demanded(new TlsDemand.Trusted([host.Name], policy.Mode == StsMode.Enforce, Implicit: false), IsProven: true),
        // RFC 8461 §5.1.
        { Mode: StsMode.Enforce } => new HostTls.Avoided(new Reason("4.7.5", $"The MTA-STS policy of {domain} does not name its mail exchanger {host.Name}.")),
        // A host that the policy does not name has no certificate for a name of it: so it is counted as one that fails.
        _ => new HostTls.Demanded(new TlsDemand.Trusted(policy.Hosts, Enforced: false, Implicit: false), proven),
    };

    private static TlsPolicies Of(string domain, ImmutableArray<HostTls> hosts, StsFinding? found, int byDane)
    {
        var kind = byDane > 0 ? TlsPolicyKind.Tlsa
            : found?.Kept?.Policy.Mode is StsMode.Enforce or StsMode.Testing ? TlsPolicyKind.Sts
            : TlsPolicyKind.NoPolicyFound;
        string[] why =
        [
            .. byDane == 0 ? Array.Empty<string>() : [byDane == hosts.Length ? "DANE" : $"DANE for {byDane} of {hosts.Length} hosts"],
            .. found is null ? Array.Empty<string>() : [found.Why],
        ];
        return new(hosts, new(kind, domain), why.Length > 0 ? string.Join("; ", why) : "no policy of the domain", found?.IsUncertain ?? false);
    }
}

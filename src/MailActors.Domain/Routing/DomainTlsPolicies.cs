using System.Collections.Immutable;
using MailActors.Domain.Queue;
using MailActors.Protocol.MtaSts;

namespace MailActors.Domain.Routing;

/// <summary>DANE before MTA-STS (RFC 8461 §2) before TLS when it is offered.</summary>
/// <param name="dane">Null: not looked for.</param>
/// <param name="sts">Null: not looked for.</param>
public sealed class DomainTlsPolicies(DanePolicy? dane, IStsPolicies? sts) : ITlsPolicies
{
    private static readonly HostTls Opportunistic = new HostTls.Demanded(TlsDemand.Opportunistic.Instance);

    public async ValueTask<TlsPolicies> For(string domain, MailExchanges.Found exchanges, CancellationToken cancel)
    {
        // An address literal is no domain: it has neither names nor policies.
        if (domain.StartsWith('[')) return Of(domain, [.. exchanges.Hosts.Select(_ => Opportunistic)], null, byDane: 0);
        var byDane = new HostTls?[exchanges.Hosts.Length];
        for (var i = 0; dane is not null && i < byDane.Length; i++)
            byDane[i] = await dane.For(domain, exchanges, exchanges.Hosts[i], cancel).ConfigureAwait(false);
        var decided = byDane.Count(one => one is not null);
        var kept = sts is null || decided == byDane.Length ? null : await sts.For(domain, cancel).ConfigureAwait(false);
        return Of(domain, [.. byDane.Zip(exchanges.Hosts, (tls, host) => tls ?? BySts(domain, host, kept?.Policy))], kept, decided);
    }

    private static HostTls BySts(string domain, MailHost host, StsPolicy? policy) => policy switch
    {
        { Mode: StsMode.Enforce } when policy.Allows(host.Name) => new HostTls.Demanded(new TlsDemand.Trusted([host.Name], Enforced: true, Implicit: false)),
        // RFC 8461 §5.1.
        { Mode: StsMode.Enforce } => new HostTls.Avoided(new Reason("4.7.5", $"The MTA-STS policy of {domain} does not name its mail exchanger {host.Name}.")),
        { Mode: StsMode.Testing } when policy.Allows(host.Name) => new HostTls.Demanded(new TlsDemand.Trusted([host.Name], Enforced: false, Implicit: false)),
        // A host that the policy does not name has no certificate for a name of it: so it is counted as one that fails.
        { Mode: StsMode.Testing } => new HostTls.Demanded(new TlsDemand.Trusted(policy.Hosts, Enforced: false, Implicit: false)),
        _ => Opportunistic,
    };

    private static TlsPolicies Of(string domain, ImmutableArray<HostTls> hosts, KeptStsPolicy? kept, int byDane)
    {
        var (kind, why) = (byDane, kept?.Policy.Mode) switch
        {
            (> 0, _) => (TlsPolicyKind.Tlsa, byDane == hosts.Length ? "DANE" : $"DANE for {byDane} of {hosts.Length} hosts"),
            (_, StsMode.Enforce or StsMode.Testing) => (TlsPolicyKind.Sts,
                $"MTA-STS {(kept!.Policy.Mode == StsMode.Enforce ? "enforce" : "testing")}, kept until {DateTimeOffset.FromUnixTimeSeconds(kept.Until):yyyy-MM-dd HH:mm}"),
            _ => (TlsPolicyKind.NoPolicyFound, "no policy"),
        };
        return new(hosts, new(kind, domain), why);
    }
}

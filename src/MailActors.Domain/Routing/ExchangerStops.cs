using System.Collections.Immutable;
using MailActors.Domain.Queue;

namespace MailActors.Domain.Routing;

/// <summary>The hosts of a domain that one message may go to: as the domain's policies say, made more or less of by the message's own wish. Pure.</summary>
internal static class ExchangerStops
{
    /// <summary>RFC 8689 §4.2.2: the policies of the recipient's side are passed over; TLS is used where it is offered.</summary>
    public static RoutePlan WithoutPolicy(string domain, MailExchanges.Found found, int port) => new RoutePlan.Stops(
        [.. found.Hosts.Select(host => new Stop(host.Name, port, host.Addresses, TlsDemand.Opportunistic.Instance))],
        new(TlsPolicyKind.NoPolicyFound, domain), "the message says that it need not be TLS");

    public static RoutePlan ByPolicy(MailExchanges.Found found, TlsPolicies tls, int port)
    {
        var stops = Stops(found, tls, port, (_, demanded) => demanded.Demand);
        // Every host is one that policy keeps us from: the mail waits, it doesn't go another way.
        return stops.IsEmpty ? new RoutePlan.CannotTell(FirstAvoided(tls)!) : new RoutePlan.Stops(stops, tls.Used, tls.Why);
    }

    /// <summary>RFC 8689 §4.2.1: only to hosts that are surely the domain's, under a certificate that is verified.</summary>
    public static RoutePlan Verified(string domain, MailExchanges.Found found, TlsPolicies tls, int port)
    {
        var stops = Stops(found, tls, port, (host, demanded) =>
            !demanded.IsProven ? null : demanded.Demand as TlsDemand.Dane ?? (TlsDemand)new TlsDemand.Trusted([host.Name], Enforced: true, Implicit: false));
        if (!stops.IsEmpty) return new RoutePlan.Stops(stops, tls.Used, tls.Why) { RequireTls = true };
        if (FirstAvoided(tls) is { } avoided) return new RoutePlan.CannotTell(avoided);
        var why = $"The sender asks for TLS all the way (REQUIRETLS), and neither DNSSEC nor MTA-STS proves which hosts take mail for {domain} ({tls.Why}).";
        return tls.IsUncertain ? new RoutePlan.CannotTell(new Reason("4.7.5", why)) : new RoutePlan.Impossible(new Reason("5.7.10", why));
    }

    private static ImmutableArray<Stop> Stops(MailExchanges.Found found, TlsPolicies tls, int port, Func<MailHost, HostTls.Demanded, TlsDemand?> demand) =>
    [
        .. from pair in found.Hosts.Zip(tls.Hosts)
           where pair.Second is HostTls.Demanded
           let wanted = demand(pair.First, (HostTls.Demanded)pair.Second)
           where wanted is not null
           select new Stop(pair.First.Name, port, pair.First.Addresses, wanted),
    ];

    private static Reason? FirstAvoided(TlsPolicies tls) => tls.Hosts.OfType<HostTls.Avoided>().FirstOrDefault()?.Reason;
}

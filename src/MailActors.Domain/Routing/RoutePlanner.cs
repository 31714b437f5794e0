using System.Collections.Immutable;
using System.Net;
using MailActors.Domain.Dns;
using MailActors.Domain.Queue;

namespace MailActors.Domain.Routing;

/// <summary>Mail exchangers with the TLS their domain asks for; or the one host of the operator's choice.</summary>
/// <param name="port">Of mail exchangers.</param>
public sealed class RoutePlanner(IMailExchangeResolver exchangers, ITlsPolicies policies, IDnsLookups dns, int port) : IRoutePlanner
{
    /// <summary>Addresses of one relay to try.</summary>
    private const int MostAddresses = 5;

    private readonly HostLookup _hosts = new(dns);

    public ValueTask<RoutePlan> Plan(NextHop hop, CancellationToken cancel) => hop switch
    {
        NextHop.Exchange exchange => Plan(exchange, cancel),
        NextHop.Relay relay => Plan(relay, cancel),
        _ => throw new ArgumentException("A next hop of another kind.", nameof(hop)),
    };

    private async ValueTask<RoutePlan> Plan(NextHop.Exchange hop, CancellationToken cancel)
    {
        switch (await exchangers.Resolve(hop.Domain, cancel).ConfigureAwait(false))
        {
            case MailExchanges.None none: return new RoutePlan.Impossible(none.Reason);
            case MailExchanges.CannotTell unknown: return new RoutePlan.CannotTell(unknown.Reason);
            case MailExchanges.Found found:
                var tls = await policies.For(hop.Domain, found, cancel).ConfigureAwait(false);
                ImmutableArray<Stop> stops = [.. found.Hosts.Zip(tls.Hosts)
                    .Where(pair => pair.Second is HostTls.Demanded)
                    .Select(pair => new Stop(pair.First.Name, port, pair.First.Addresses, ((HostTls.Demanded)pair.Second).Demand))];
                // Every host is one that policy keeps us from: the mail waits, it doesn't go another way.
                return stops.Length > 0 ? new RoutePlan.Stops(stops, tls.Used) : new RoutePlan.CannotTell(tls.Hosts.OfType<HostTls.Avoided>().First().Reason);
            default: throw new InvalidOperationException("An answer of another kind.");
        }
    }

    private async ValueTask<RoutePlan> Plan(NextHop.Relay relay, CancellationToken cancel)
    {
        var found = IPAddress.TryParse(relay.Host, out var address)
            ? new HostAddresses.Found([address], relay.Host, Authentic: false)
            : await _hosts.Find(relay.Host, cancel).ConfigureAwait(false);
        return found switch
        {
            HostAddresses.Found all => new RoutePlan.Stops(
                [new(relay.Host, relay.Port, [.. all.Addresses.Take(MostAddresses)], DemandOf(relay))], new(TlsPolicyKind.NoPolicyFound, relay.Host)),
            // The operator's own setting leads nowhere: his fault to mend, not one to give mail back for.
            HostAddresses.None => new RoutePlan.CannotTell(new Reason("4.4.4", $"The relay {relay.Host} that mail goes through has no address.")),
            HostAddresses.CannotTell unknown => new RoutePlan.CannotTell(new Reason("4.4.3", $"DNS can't tell the address of the relay {relay.Host}. {unknown.Why}.")),
            _ => throw new InvalidOperationException("Addresses of another kind."),
        };
    }

    private static TlsDemand DemandOf(NextHop.Relay relay) => relay.Tls switch
    {
        RelayTls.None => TlsDemand.Never.Instance,
        RelayTls.Verified => new TlsDemand.Trusted([relay.Host], Enforced: true, Implicit: false),
        RelayTls.Implicit => new TlsDemand.Trusted([relay.Host], Enforced: true, Implicit: true),
        _ => TlsDemand.Opportunistic.Instance,
    };
}

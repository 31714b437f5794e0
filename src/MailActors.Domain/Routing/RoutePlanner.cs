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

    public ValueTask<RoutePlan> Plan(NextHop hop, TlsNeed need, CancellationToken cancel) => hop switch
    {
        NextHop.Exchange exchange => Plan(exchange, need, cancel),
        NextHop.Relay relay => Plan(relay, need, cancel),
        _ => throw new ArgumentException("A next hop of another kind.", nameof(hop)),
    };

    private async ValueTask<RoutePlan> Plan(NextHop.Exchange hop, TlsNeed need, CancellationToken cancel)
    {
        switch (await exchangers.Resolve(hop.Domain, cancel).ConfigureAwait(false))
        {
            case MailExchanges.None none: return new RoutePlan.Impossible(none.Reason);
            case MailExchanges.CannotTell unknown: return new RoutePlan.CannotTell(unknown.Reason);
            case MailExchanges.Found found when need == TlsNeed.Optional: return ExchangerStops.WithoutPolicy(hop.Domain, found, port);
            case MailExchanges.Found found:
                var tls = await policies.For(hop.Domain, found, cancel).ConfigureAwait(false);
                return need == TlsNeed.Required ? ExchangerStops.Verified(hop.Domain, found, tls, port) : ExchangerStops.ByPolicy(found, tls, port);
            default: throw new InvalidOperationException("An answer of another kind.");
        }
    }

    private async ValueTask<RoutePlan> Plan(NextHop.Relay relay, TlsNeed need, CancellationToken cancel)
    {
        var found = IPAddress.TryParse(relay.Host, out var address)
            ? new HostAddresses.Found([address], relay.Host, Authentic: false)
            : await _hosts.Find(relay.Host, cancel).ConfigureAwait(false);
        return found switch
        {
            HostAddresses.Found all => new RoutePlan.Stops(
                [new(relay.Host, relay.Port, [.. all.Addresses.Take(MostAddresses)], DemandOf(relay, need))], new(TlsPolicyKind.NoPolicyFound, relay.Host), "the route says so")
            {
                RequireTls = need == TlsNeed.Required,
            },
            // The operator's own setting leads nowhere: his fault to mend, not one to give mail back for.
            HostAddresses.None => new RoutePlan.CannotTell(new Reason("4.4.4", $"The relay {relay.Host} that mail goes through has no address.")),
            HostAddresses.CannotTell unknown => new RoutePlan.CannotTell(new Reason("4.4.3", $"DNS can't tell the address of the relay {relay.Host}. {unknown.Why}.")),
            _ => throw new InvalidOperationException("Addresses of another kind."),
        };
    }

    /// <summary>The operator named the host, so its name needs no proof; and what he demands of it is not the recipient's policy, so no message makes less of
    /// it: the password for the host may be at stake.</summary>
    private static TlsDemand DemandOf(NextHop.Relay relay, TlsNeed need) => relay.Tls switch
    {
        RelayTls.Implicit => new TlsDemand.Trusted([relay.Host], Enforced: true, Implicit: true),
        _ when need == TlsNeed.Required => new TlsDemand.Trusted([relay.Host], Enforced: true, Implicit: false),
        RelayTls.Verified => new TlsDemand.Trusted([relay.Host], Enforced: true, Implicit: false),
        RelayTls.None => TlsDemand.Never.Instance,
        _ => TlsDemand.Opportunistic.Instance,
    };
}

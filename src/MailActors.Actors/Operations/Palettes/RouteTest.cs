using System.Net;
using MailActors.Domain;
using MailActors.Domain.Directory;
using MailActors.Domain.Dns;
using MailActors.Domain.Routing;
using MailActors.Protocol.Addresses;

namespace MailActors.Actors.Operations.Palettes;

/// <summary>Goes the way a recipient's mail would go, by the same steps as delivery does, and tells each: what was found, and why it is so.</summary>
/// <param name="pool">Source addresses of the sender; empty: the system's choice.</param>
internal sealed class RouteTest(
    CommandCall call, IDirectory directory, IRouteTable routes, IRoutePlanner planner, IDnsLookups dns, IReadOnlyList<IPAddress> pool, ForwardingTest forwarding)
{
    /// <summary>MX records shown; a domain may have thousands.</summary>
    private const int MostShown = 10;

    /// <returns>Whether the mail would be delivered, or at least be tried.</returns>
    public async Task<bool> Of(MailAddress address)
    {
        switch (await directory.Resolve(address, call.Cancel).ConfigureAwait(false))
        {
            case Lookup<Route>.Found { Value: Route.Foreign }:
                await Step("recipient", "remote", $"{address.Domain} is none of our domains").ConfigureAwait(false);
                return await Remote(address).ConfigureAwait(false);
            case Lookup<Route>.Found { Value: Route.Local local }:
                return await Local(address, local).ConfigureAwait(false);
            case Lookup<Route>.Found { Value: Route.Loop }:
                return await Ends("recipient", "refused", $"the alias {address} leads back to itself, or to too many addresses").ConfigureAwait(false);
            case Lookup<Route>.Found { Value: Route.Disabled }:
                return await Ends("recipient", "refused", $"the account of {address} is disabled").ConfigureAwait(false);
            case Lookup<Route>.NotFound:
                return await Ends("recipient", "refused", $"{address.Domain} is ours, and nobody has the address {address}").ConfigureAwait(false);
            case Lookup<Route>.CannotTell unknown:
                return await Ends("recipient", "put off", $"the directory can't tell: {unknown.Reason}").ConfigureAwait(false);
            default:
                throw new InvalidOperationException("A route of another kind.");
        }
    }

    private async Task<bool> Local(MailAddress address, Route.Local local)
    {
        var good = true;
        foreach (var target in local.Targets)
        {
            if (target.Account is not null)
            {
                await Step("recipient", "mailbox", $"of the account {target.Address}").ConfigureAwait(false);
                continue;
            }

            await Step("recipient", "remote", $"the alias {address} leads to {target.Address}").ConfigureAwait(false);
            var (sender, reason) = await forwarding.Sender(target.Via ?? address).ConfigureAwait(false);
            await Step("sender", sender, reason).ConfigureAwait(false);
            good &= await Remote(target.Address).ConfigureAwait(false);
        }

        return good;
    }

    private async Task<bool> Remote(MailAddress address)
    {
        var hop = routes.For(address.Domain);
        var (how, why) = (hop, routes.Find(address.Domain)) switch
        {
            (NextHop.Relay relay, { } row) => ($"{relay.Protocol} {relay.Destination}", $"the route for {row.Domain}" + (relay.Credentials is { } login ? $", logging in as {login.User}" : "")),
            (_, { } row) => ("direct", $"the route for {row.Domain} says so"),
            _ => ("direct", $"there is no route for {address.Domain}"),
        };
        await Step("route", how, why).ConfigureAwait(false);
        if (hop is NextHop.Exchange exchange && !exchange.Domain.StartsWith('[')) await Exchangers(exchange.Domain).ConfigureAwait(false);
        switch (await planner.Plan(hop, TlsNeed.Ordinary, call.Cancel).ConfigureAwait(false))
        {
            case RoutePlan.Impossible no:
                return await Ends("verdict", "given back", no.Reason.ToString()).ConfigureAwait(false);
            case RoutePlan.CannotTell unknown:
                return await Ends("verdict", "put off", unknown.Reason.ToString()).ConfigureAwait(false);
            case RoutePlan.Stops stops:
                foreach (var stop in stops.Hosts)
                {
                    await Step("host", $"{stop.Host}:{stop.Port}", string.Join(", ", stop.Addresses)).ConfigureAwait(false);
                    await Step("TLS", RouteWords.Of(stop.Tls), stops.TlsWhy).ConfigureAwait(false);
                }

                await Step("source", pool.Count > 0 ? string.Join(", ", pool) : "any", pool.Count > 0 ? "set for this sender" : "the system chooses").ConfigureAwait(false);
                await Step("verdict", "sent", $"to the first of these hosts that takes it; how it fares: mailctl destination show {hop.Destination}").ConfigureAwait(false);
                return true;
            default:
                throw new InvalidOperationException("A plan of another kind.");
        }
    }

    private async Task Exchangers(string domain)
    {
        switch (await dns.Exchangers(domain, call.Cancel).ConfigureAwait(false))
        {
            case DnsAnswer<MailExchanger>.Found found:
                foreach (var mx in found.Records.Take(MostShown))
                    await Step("MX", $"{mx.Preference} {(mx.Host.Length > 0 ? mx.Host : ".")}", found.Authentic ? "validated with DNSSEC" : "not validated with DNSSEC").ConfigureAwait(false);
                if (found.Records.Length > MostShown) await Step("MX", $"{found.Records.Length - MostShown} more", "not shown").ConfigureAwait(false);
                break;
            case DnsAnswer<MailExchanger>.Nothing nothing:
                await Step("MX", "none", nothing.NoSuchName ? $"there is no domain {domain}" : "the domain's own address is used (RFC 5321 §5.1)").ConfigureAwait(false);
                break;
            case DnsAnswer<MailExchanger>.CannotTell unknown:
                await Step("MX", "unknown", unknown.Why).ConfigureAwait(false);
                break;
        }
    }

    private async Task<bool> Ends(string step, string result, string why)
    {
        await Step(step, result, why).ConfigureAwait(false);
        return false;
    }

    private Task Step(string step, string result, string why) => call.Row(("step", step), ("result", result), ("why", why));
}

using MailActors.Actors.Delivery.Remote.Sources;
using MailActors.Actors.Forwarding;
using MailActors.Domain.Directory;
using MailActors.Domain.Dns;
using MailActors.Domain.Routing;
using MailActors.Protocol.Addresses;

namespace MailActors.Actors.Operations.Palettes;

/// <summary>Where mail for other hosts goes, and why. Nothing is sent, and nothing is counted as sent.</summary>
public sealed class RoutePalette(IDirectory directory, ReturnPaths returnPaths, IRouteTable routes, IRoutePlanner planner, IDnsLookups dns, SourceAddresses sources)
{
    public CommandPalette Make() => new("route", "Where mail for other hosts goes, and why", [
        new("list", "Lists the routes of the settings, most exact first", [], List),
        new("test", "Says what would happen to mail for an address, and why", ["address", "from?"], Test),
    ]);

    private async Task<int> List(CommandCall call)
    {
        foreach (var (domain, relay) in routes.Rows)
            await call.Row(
                ("domain", domain), ("via", relay?.Protocol.ToString() ?? "Direct"), ("host", relay?.Host), ("port", relay?.Port), ("tls", relay?.Tls.ToString()),
                ("user", relay?.Credentials?.User)).ConfigureAwait(false);
        return 0;
    }

    private async Task<int> Test(CommandCall call)
    {
        if (await call.Address("address").ConfigureAwait(false) is not { } address) return 1;
        MailAddress? from = null;
        if (call.Optional("from") is not null && (from = await call.Address("from").ConfigureAwait(false)) is null) return 1;
        var test = new RouteTest(call, directory, routes, planner, dns, sources.Pool(from), new ForwardingTest(call, returnPaths, from));
        return await test.Of(address).ConfigureAwait(false) ? 0 : 1;
    }
}

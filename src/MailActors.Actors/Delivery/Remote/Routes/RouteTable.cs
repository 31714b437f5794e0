using MailActors.Domain.Routing;
using MailActors.Protocol.Addresses;

namespace MailActors.Actors.Delivery.Remote.Routes;

/// <summary>The operator's routes. The most exact one decides: the domain itself, then the nearest parent, then all.</summary>
public sealed class RouteTable : IRouteTable
{
    private readonly Dictionary<string, RouteRow> _rows;

    /// <param name="routes">Without faults.</param>
    public RouteTable(IEnumerable<RouteSettings> routes)
    {
        _rows = routes.Select(route => new RouteRow(route.Pattern!, route.Relay())).ToDictionary(row => row.Domain, StringComparer.Ordinal);
        Rows = [.. _rows.Values.OrderBy(Kind).ThenByDescending(row => row.Domain.StartsWith('.') ? row.Domain.Length : 0).ThenBy(row => row.Domain, StringComparer.Ordinal)];
    }

    public IReadOnlyList<RouteRow> Rows { get; }

    /// <summary>What is wrong with the routes together; each tells its own faults.</summary>
    public static IEnumerable<string> Faults(IEnumerable<RouteSettings> routes) =>
        from route in routes
        where route.Pattern is not null
        group route by route.Pattern into same
        where same.Count() > 1
        select $"MailActors:Outbound:Routes has {same.Count()} routes for \"{same.Key}\": give one.";

    public NextHop For(string domain)
    {
        var name = Canonical(domain);
        return Match(name)?.Relay ?? (NextHop)new NextHop.Exchange(name);
    }

    public RouteRow? Find(string domain) => Match(Canonical(domain));

    private RouteRow? Match(string name)
    {
        if (_rows.Count == 0) return null;
        if (_rows.TryGetValue(name, out var row)) return row;
        // An address literal has dots, but no parents.
        for (var dot = name.StartsWith('[') ? -1 : name.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = name.IndexOf('.', dot + 1))
            if (_rows.TryGetValue(name[dot..], out row)) return row;
        return _rows.GetValueOrDefault("*");
    }

    private static string Canonical(string domain) => AddressParser.TryParseDomain(domain, out var name) ? name : domain.ToLowerInvariant();

    private static int Kind(RouteRow row) => row.Domain == "*" ? 2 : row.Domain.StartsWith('.') ? 1 : 0;
}

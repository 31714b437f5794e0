namespace MailActors.Domain.Routing;

/// <summary>The operator's routes, else the domain's own exchangers.</summary>
public interface IRouteTable
{
    /// <param name="domain">Of the recipient, any form.</param>
    NextHop For(string domain);

    /// <summary>The route that decides; null when there is none, and mail goes to the domain's own exchangers.</summary>
    RouteRow? Find(string domain);

    /// <summary>Routes as the operator set them, most special first.</summary>
    IReadOnlyList<RouteRow> Rows { get; }
}

/// <param name="Domain">A domain, <c>.example.org</c> for all below it, or <c>*</c> for all.</param>
/// <param name="Relay">Null: straight to the domain's own exchangers.</param>
public sealed record RouteRow(string Domain, NextHop.Relay? Relay);

/// <summary>Finds the way to a next hop: DNS, MTA-STS, DANE. Never throws for what DNS or a remote host does.</summary>
public interface IRoutePlanner
{
    /// <param name="need">Of the message that is to go there.</param>
    ValueTask<RoutePlan> Plan(NextHop hop, TlsNeed need, CancellationToken cancel);
}

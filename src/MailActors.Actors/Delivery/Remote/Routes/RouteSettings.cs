using System.Net;
using MailActors.Domain.Routing;
using MailActors.Protocol.Addresses;

namespace MailActors.Actors.Delivery.Remote.Routes;

/// <summary>Where mail for some domains goes.</summary>
public sealed record RouteSettings
{
    /// <summary>A recipient's domain, <c>.example.org</c> for all below it, or <c>*</c> for all. The most exact route decides.</summary>
    public string Domain { get; init; } = "";

    public RouteVia Via { get; init; } = RouteVia.Direct;

    /// <summary>Of the relay: a name, whose MX records are not asked for, or an address.</summary>
    public string Host { get; init; } = "";

    /// <summary>0: 25, 24 for LMTP, 587 with a user, 465 with TLS from the first octet.</summary>
    public int Port { get; init; }

    public RelayTls Tls { get; init; } = RelayTls.Opportunistic;

    /// <summary>To log in at the relay; empty: no log-in.</summary>
    public string User { get; init; } = "";

    public string Password { get; init; } = "";

    /// <summary>A file whose first line is the password, so that it need not stand in the settings.</summary>
    public string PasswordFile { get; init; } = "";

    public IEnumerable<string> Faults()
    {
        var of = $"MailActors:Outbound:Routes: the route for \"{Domain}\"";
        if (Pattern is null) yield return $"MailActors:Outbound:Routes has a route for \"{Domain}\": give a domain, .domain for all below it, or * for all.";
        if (Via == RouteVia.Direct)
        {
            if (Host.Length > 0 || Port != 0 || User.Length > 0) yield return $"{of} is direct, so Host, Port and User mean nothing: leave them out or set Via to Smtp or Lmtp.";
            yield break;
        }

        if (!IsHost(Host)) yield return $"{of} needs Host: the name or address of the relay, not \"{Host}\".";
        if (Port is < 0 or > 65535) yield return $"{of} has the port {Port}: give 1 to 65535, or 0 for the usual one.";
        if (Password.Length > 0 && PasswordFile.Length > 0) yield return $"{of} has both Password and PasswordFile: give one.";
        if (User.Length > 0 != (Password.Length > 0 || PasswordFile.Length > 0)) yield return $"{of} needs both User and a password, or neither.";
        if (PasswordFile.Length > 0 && !File.Exists(PasswordFile)) yield return $"{of} names the file {PasswordFile}, which is not there.";
        // Whoever stands on the way could say that there is no TLS, or show any certificate, and be told the password.
        if (User.Length > 0 && Tls is RelayTls.None or RelayTls.Opportunistic && !IsLoopback)
            yield return $"{of} would give a password to whoever answers: set Tls to Verified or Implicit.";
    }

    // Settings may be shown and logged.
    public override string ToString() => $"{Domain} by {Via} {Host}";

    /// <summary>The domain in A-labels; null when it is no pattern.</summary>
    internal string? Pattern
    {
        get
        {
            if (Domain == "*") return Domain;
            var below = Domain.StartsWith('.');
            return AddressParser.TryParseDomain(below ? Domain[1..] : Domain, out var domain) && !(below && domain.StartsWith('[')) ? below ? "." + domain : domain : null;
        }
    }

    /// <summary>Null: straight to the domain's own exchangers.</summary>
    internal NextHop.Relay? Relay() => Via == RouteVia.Direct ? null : new(
        Host.ToLowerInvariant(), UsualPort, Via == RouteVia.Lmtp ? RelayProtocol.Lmtp : RelayProtocol.Smtp, Tls,
        User.Length == 0 ? null : new(User, Password.Length > 0 ? Password : File.ReadLines(PasswordFile).FirstOrDefault() ?? ""));

    private int UsualPort => Port != 0 ? Port : Via == RouteVia.Lmtp ? 24 : Tls == RelayTls.Implicit ? 465 : User.Length > 0 ? 587 : 25;

    private bool IsLoopback => IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address);

    private static bool IsHost(string host) => IPAddress.TryParse(host, out _) || (AddressParser.TryParseDomain(host, out var name) && !name.StartsWith('['));
}

public enum RouteVia
{
    /// <summary>To the domain's own mail exchangers: an exception to a route for more domains.</summary>
    Direct,
    Smtp,
    Lmtp,
}

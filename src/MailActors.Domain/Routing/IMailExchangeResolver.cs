using System.Collections.Immutable;
using System.Net;
using MailActors.Domain.Queue;

namespace MailActors.Domain.Routing;

/// <summary>RFC 5321 §5.1: the hosts that take mail for a domain.</summary>
public interface IMailExchangeResolver
{
    /// <param name="domain">In A-labels, or an address literal in brackets.</param>
    ValueTask<MailExchanges> Resolve(string domain, CancellationToken cancel);
}

public abstract record MailExchanges
{
    private MailExchanges() { }

    /// <param name="Hosts">In the order to try. Never empty.</param>
    /// <param name="Authentic">The MX answer was validated with DNSSEC.</param>
    /// <param name="IsImplicit">There was no MX record: the domain's own address is used.</param>
    public sealed record Found(ImmutableArray<MailHost> Hosts, bool Authentic, bool IsImplicit) : MailExchanges;

    /// <summary>No such domain, null MX (RFC 7505), or the way leads back to us.</summary>
    public sealed record None(Reason Reason) : MailExchanges;

    public sealed record CannotTell(Reason Reason) : MailExchanges;
}

/// <param name="Canonical">The name behind its aliases, the same when it is none (RFC 7672 §2.2.2).</param>
/// <param name="Authentic">The address answers, aliases included, were validated with DNSSEC.</param>
public sealed record MailHost(string Name, string Canonical, int Preference, ImmutableArray<IPAddress> Addresses, bool Authentic);

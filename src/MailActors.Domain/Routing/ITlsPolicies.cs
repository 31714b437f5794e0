using System.Collections.Immutable;
using MailActors.Domain.Queue;

namespace MailActors.Domain.Routing;

/// <summary>What a domain's policies (DANE, MTA-STS) ask of TLS at its mail exchangers. Never throws for what DNS or the domain's policy host do.</summary>
public interface ITlsPolicies
{
    /// <param name="domain">In A-labels: that of the recipients.</param>
    ValueTask<TlsPolicies> For(string domain, MailExchanges.Found exchanges, CancellationToken cancel);
}

/// <param name="Hosts">One for each host of the exchanges, in their order.</param>
/// <param name="Used">For counting (RFC 8460 §4.2).</param>
/// <param name="Why">For people, one line: what was found, such as "MTA-STS enforce, kept until …".</param>
/// <param name="IsUncertain">There is a policy that can't be had, or it can't be told whether there is one.</param>
public sealed record TlsPolicies(ImmutableArray<HostTls> Hosts, TlsPolicyUsed Used, string Why, bool IsUncertain = false);

/// <summary>Whether mail may go to a host, and with what TLS.</summary>
public abstract record HostTls
{
    private HostTls() { }

    /// <param name="IsProven">That the host is the domain's is not the word of an unsigned MX record alone (RFC 8689 §4.2.1).</param>
    public sealed record Demanded(TlsDemand Demand, bool IsProven) : HostTls;

    /// <summary>Not to this host now: its TLSA records can't be had (RFC 7672 §2.1.2), or the policy does not name it (RFC 8461 §5.1). With no other
    /// host the mail waits.</summary>
    public sealed record Avoided(Reason Reason) : HostTls;
}

using System.Collections.Immutable;
using System.Net;
using MailActors.Domain.Queue;

namespace MailActors.Domain.Routing;

/// <summary>What was found out about the way to a next hop.</summary>
public abstract record RoutePlan
{
    private RoutePlan() { }

    /// <summary>Hosts to try, in this order: by preference, by chance among equals (RFC 5321 §5.1). Never empty.</summary>
    /// <param name="TlsPolicy">What decided about TLS, for counting (RFC 8460 §4.2).</param>
    /// <param name="TlsWhy">The same for people, in one line.</param>
    public sealed record Stops(ImmutableArray<Stop> Hosts, TlsPolicyUsed TlsPolicy, string TlsWhy) : RoutePlan
    {
        /// <summary>RFC 8689 §4.2.1: only a host that offers REQUIRETLS will do.</summary>
        public bool RequireTls { get; init; }
    }

    /// <summary>No mail can ever go there: no such domain (5.1.2), null MX (5.1.10), we are the exchanger ourselves (5.4.6); or none of this kind, for want of
    /// proof that the hosts are the domain's (5.7.10).</summary>
    public sealed record Impossible(Reason Reason) : RoutePlan;

    /// <summary>DNS or a policy can't be had now (4.4.3, 4.7.5): try later.</summary>
    public sealed record CannotTell(Reason Reason) : RoutePlan;
}

/// <param name="Host">The name to check a certificate against, in A-labels; for an address literal the address.</param>
public sealed record Stop(string Host, int Port, ImmutableArray<IPAddress> Addresses, TlsDemand Tls);

/// <summary>What TLS must be like before mail may go to a host.</summary>
public abstract record TlsDemand
{
    private TlsDemand() { }

    /// <summary>Use it when offered, whatever the certificate; go on in plain text when it isn't offered or fails (RFC 7435).</summary>
    public sealed record Opportunistic : TlsDemand
    {
        public static readonly Opportunistic Instance = new();
    }

    public sealed record Never : TlsDemand
    {
        public static readonly Never Instance = new();
    }

    /// <summary>A trusted certificate that names one of these hosts (RFC 8461 §4.2, RFC 6125).</summary>
    /// <param name="Names">Host names in A-labels, or an address.</param>
    /// <param name="Enforced">False: policy mode <c>testing</c>; deliver all the same and count the failure.</param>
    public sealed record Trusted(ImmutableArray<string> Names, bool Enforced, bool Implicit) : TlsDemand;

    /// <summary>A certificate that one of these records vouches for (RFC 7672). Never empty; an empty set that is authentic but unusable
    /// is <see cref="Encrypted"/>.</summary>
    /// <param name="Names">What a certificate under a trust anchor may name (RFC 7672 §3.2.2). The first is the base domain of the records, and the
    /// name to ask for in the handshake (§8.1).</param>
    public sealed record Dane(ImmutableArray<TlsaRecord> Records, ImmutableArray<string> Names) : TlsDemand;

    /// <summary>TLS is a must, the certificate is not checked (RFC 7672 §2.2: all TLSA records unusable).</summary>
    public sealed record Encrypted : TlsDemand
    {
        public static readonly Encrypted Instance = new();
    }
}

/// <param name="Domain">The policy domain (RFC 8460 §4.2).</param>
public sealed record TlsPolicyUsed(TlsPolicyKind Kind, string Domain);

public enum TlsPolicyKind
{
    NoPolicyFound,
    Sts,
    Tlsa,
}

using System.Collections.Immutable;
using System.Net;

namespace MailActors.Domain.Dns;

public abstract record HostAddresses
{
    private HostAddresses() { }

    /// <param name="Addresses">Never empty; IPv4 never in its IPv6 form.</param>
    /// <param name="Canonical">The name behind all aliases.</param>
    public sealed record Found(ImmutableArray<IPAddress> Addresses, string Canonical, bool Authentic) : HostAddresses;

    public sealed record None(bool NoSuchName) : HostAddresses;

    public sealed record CannotTell(string Why) : HostAddresses;
}

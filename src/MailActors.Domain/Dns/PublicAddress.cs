using System.Net;
using System.Net.Sockets;

namespace MailActors.Domain.Dns;

/// <summary>Addresses of the internet at large. A name that a stranger chose may lead anywhere: to this machine, its neighbours, or where cloud machines
/// keep their secrets.</summary>
public static class PublicAddress
{
    // RFC 6890 and the registries that go on from it, and multicast.
    private static readonly IPNetwork[] Others =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    // RFC 4291 §2.4: the only part of IPv6 that is given out.
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");

    // RFC 6052 §2.1: an IPv4 address in its last 32 bits, behind NAT64.
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    public static bool Is(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (Translated.Contains(address)) address = new(address.GetAddressBytes().AsSpan(12));
        return (address.AddressFamily == AddressFamily.InterNetwork || Global.Contains(address)) && !Others.Any(network => network.Contains(address));
    }
}

using System.Net;
using System.Net.Sockets;

namespace MailActors.Storage.Security;

/// <summary>Whom failures are counted against: an IPv4 address, or a whole IPv6 /64, since whoever has one address in it has all (acceptance AU-06).</summary>
internal static class NetworkOf
{
    public static IPAddress Address(IPAddress remote)
    {
        if (remote.IsIPv4MappedToIPv6) return remote.MapToIPv4();
        if (remote.AddressFamily != AddressFamily.InterNetworkV6) return remote;
        Span<byte> octets = stackalloc byte[16];
        remote.TryWriteBytes(octets, out _);
        octets[8..].Clear();
        return new IPAddress(octets);
    }
}

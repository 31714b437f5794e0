using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace MailActors.Storage.Dns;

/// <summary>Knows this host by its names and addresses: mail sent there would come back to us (RFC 5321 §5.1).</summary>
/// <param name="allowLoopback">Loopback counts as another host: for tests, where both ends are on one machine.</param>
public sealed class OwnHost(string hostName, IReadOnlyCollection<IPAddress> addresses, bool allowLoopback)
{
    private readonly HashSet<IPAddress> _addresses = [.. addresses];

    public static OwnHost OfThisMachine(string hostName, bool allowLoopback) => new(
        hostName,
        [.. NetworkInterface.GetAllNetworkInterfaces().SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(a => Unscoped(a.Address))],
        allowLoopback);

    public bool Is(string host) => string.Equals(host.TrimEnd('.'), hostName, StringComparison.OrdinalIgnoreCase);

    public bool Is(IPAddress address)
    {
        if (IPAddress.IsLoopback(address)) return !allowLoopback;
        // 0.0.0.0/8 and :: lead to this host too.
        if (address.AddressFamily == AddressFamily.InterNetwork ? address.GetAddressBytes()[0] == 0 : address.Equals(IPAddress.IPv6Any)) return true;
        return _addresses.Contains(address);
    }

    /// <summary>An address no mail host can have: multicast, broadcast, link-local (where cloud machines keep their secrets).</summary>
    public static bool IsUnusable(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6) return address.IsIPv6Multicast || address.IsIPv6LinkLocal;
        var octets = address.GetAddressBytes();
        return octets[0] >= 224 || (octets[0] == 169 && octets[1] == 254);
    }

    private static IPAddress Unscoped(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? new(address.GetAddressBytes()) : address;
}

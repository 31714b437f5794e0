using System.Net;
using System.Net.Sockets;

namespace MailActors.Actors.Transport.Listening;

/// <summary>Who may connect, decided before anything is made for a connection. One for all listeners of a node; safe from any thread.
/// Loopback is held to the same limits: a proxy or a local program can be the flood as well.</summary>
public sealed class ConnectionLimits(ConnectionLimitSettings settings, TimeProvider time)
{
    private const int RateWindowSeconds = 60;

    private readonly Lock _lock = new();
    private readonly int _total = Math.Min(settings.Total, DescriptorLimit.Connections);
    private readonly Dictionary<IPAddress, int> _open = [];
    private readonly Dictionary<UInt128, int> _openInSubnet = [];
    private readonly Dictionary<IPAddress, int> _recent = [];
    private long _window;

    public int Open { get; private set; }

    /// <summary>Counts the connection in, or says why not. What was counted in must be counted out by <see cref="Leave"/>.</summary>
    public ConnectionRefusal? Enter(IPAddress address)
    {
        address = Canonical(address);
        lock (_lock)
        {
            if (TooOften(address)) return ConnectionRefusal.TooOften;
            if (Open >= _total) return ConnectionRefusal.TooManyInAll;
            if (_open.GetValueOrDefault(address) >= settings.PerAddress) return ConnectionRefusal.TooManyFromAddress;
            if (Subnet(address) is { } subnet)
            {
                if (_openInSubnet.GetValueOrDefault(subnet) >= settings.PerSubnet) return ConnectionRefusal.TooManyFromSubnet;
                _openInSubnet[subnet] = _openInSubnet.GetValueOrDefault(subnet) + 1;
            }

            _open[address] = _open.GetValueOrDefault(address) + 1;
            Open++;
            return null;
        }
    }

    public void Leave(IPAddress address)
    {
        address = Canonical(address);
        lock (_lock)
        {
            Open--;
            CountDown(_open, address);
            if (Subnet(address) is { } subnet) CountDown(_openInSubnet, subnet);
        }
    }

    // The window's table is dropped as a whole, and is no longer than the attempts of one minute or this bound.
    private bool TooOften(IPAddress address)
    {
        if (settings.PerMinute == 0) return false;
        var window = time.GetUtcNow().ToUnixTimeSeconds() / RateWindowSeconds;
        if (window != _window || _recent.Count >= settings.AddressesRemembered)
        {
            _window = window;
            _recent.Clear();
        }

        var count = _recent.GetValueOrDefault(address);
        if (count >= settings.PerMinute) return true;
        _recent[address] = count + 1;
        return false;
    }

    private static void CountDown<T>(Dictionary<T, int> counts, T key) where T : notnull
    {
        if (counts[key] == 1) counts.Remove(key);
        else counts[key]--;
    }

    private static IPAddress Canonical(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    /// <summary>The /64 an IPv6 customer has to himself; addresses in it are free.</summary>
    private static UInt128? Subnet(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return null;
        Span<byte> octets = stackalloc byte[16];
        address.TryWriteBytes(octets, out _);
        octets[8..].Clear();
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(octets);
    }
}

public enum ConnectionRefusal
{
    TooManyInAll,
    TooManyFromAddress,
    TooManyFromSubnet,
    TooOften,
}

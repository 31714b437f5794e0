using System.Net;

namespace MailActors.Storage.Dns;

/// <summary>Where the resolvers are.</summary>
internal static class ResolverAddresses
{
    private const int DnsPort = 53;
    private const int MostResolvers = 3; // as many as the C library asks

    /// <summary>Null when the text is no address.</summary>
    public static IPEndPoint? Parse(string text)
    {
        if (IPAddress.TryParse(text, out var address)) return new(address, DnsPort);
        return IPEndPoint.TryParse(text, out var point) && point.Port != 0 ? point : null;
    }

    /// <summary>Those of the settings, else of resolv.conf, else the one on this machine (resolv.conf(5)).</summary>
    public static IReadOnlyList<IPEndPoint> Of(DnsSettings settings, string resolvConf = "/etc/resolv.conf")
    {
        if (settings.Resolvers.Length > 0) return [.. settings.Resolvers.Select(one => Parse(one)!)];
        var named = File.Exists(resolvConf) ? FromResolvConf(File.ReadLines(resolvConf)) : [];
        return named.Count > 0 ? named : [new(IPAddress.Loopback, DnsPort)];
    }

    internal static IReadOnlyList<IPEndPoint> FromResolvConf(IEnumerable<string> lines) =>
    [
        .. lines.Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words is ["nameserver", _, ..] && IPAddress.TryParse(words[1], out _))
            .Select(words => new IPEndPoint(IPAddress.Parse(words[1]), DnsPort)).Take(MostResolvers),
    ];
}

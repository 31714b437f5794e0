using System.Net;
using MailActors.Domain.Dns;

namespace MailActors.Storage.Dns;

/// <summary>Where the resolvers are.</summary>
internal static class ResolverAddresses
{
    private const int MostResolvers = 3; // as many as the C library asks

    /// <summary>Those of the settings, else of resolv.conf, else the one on this machine (resolv.conf(5)).</summary>
    public static IReadOnlyList<IPEndPoint> Of(DnsSettings settings, string resolvConf = "/etc/resolv.conf")
    {
        if (settings.Resolvers.Length > 0) return [.. settings.Resolvers.Select(one => DnsSettings.ParseResolver(one)!)];
        var named = File.Exists(resolvConf) ? FromResolvConf(File.ReadLines(resolvConf)) : [];
        return named.Count > 0 ? named : [new(IPAddress.Loopback, DnsSettings.DnsPort)];
    }

    internal static IReadOnlyList<IPEndPoint> FromResolvConf(IEnumerable<string> lines) =>
    [
        .. lines.Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words is ["nameserver", _, ..] && IPAddress.TryParse(words[1], out _))
            .Select(words => new IPEndPoint(IPAddress.Parse(words[1]), DnsSettings.DnsPort)).Take(MostResolvers),
    ];
}

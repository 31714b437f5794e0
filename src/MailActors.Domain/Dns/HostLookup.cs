using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;

namespace MailActors.Domain.Dns;

/// <summary>The addresses of a host, IPv6 and IPv4, by turns.</summary>
public sealed class HostLookup(IDnsLookups dns)
{
    public async Task<HostAddresses> Find(string host, CancellationToken cancel)
    {
        var v6 = dns.Addresses(host, AddressType.IPv6, cancel).AsTask();
        var v4 = dns.Addresses(host, AddressType.IPv4, cancel).AsTask();
        var answers = await Task.WhenAll(v6, v4).ConfigureAwait(false);
        var found = answers.OfType<DnsAnswer<IPAddress>.Found>().ToList();
        // Half an answer is enough to deliver with; without any address the half that failed may be the one that has them.
        if (found.Count == 0 && answers.OfType<DnsAnswer<IPAddress>.CannotTell>().FirstOrDefault() is { } unknown) return new HostAddresses.CannotTell(unknown.Why);
        if (found.Count == 0) return new HostAddresses.None(answers.OfType<DnsAnswer<IPAddress>.Nothing>().Any(n => n.NoSuchName));
        return new HostAddresses.Found(Interleave(found.Select(Shuffled)), found[0].Name, found.All(f => f.Authentic));
    }

    private static IPAddress[] Shuffled(DnsAnswer<IPAddress>.Found found)
    {
        IPAddress[] addresses = [.. found.Records.Select(a => a.IsIPv4MappedToIPv6 ? a.MapToIPv4() : a).Distinct()];
        RandomNumberGenerator.Shuffle<IPAddress>(addresses);
        return addresses;
    }

    /// <summary>One of each family by turns, so that a bound on addresses leaves none out.</summary>
    private static ImmutableArray<IPAddress> Interleave(IEnumerable<IPAddress[]> families) =>
        [.. families.SelectMany(family => family.Select((address, turn) => (address, turn))).OrderBy(one => one.turn).Select(one => one.address)];
}

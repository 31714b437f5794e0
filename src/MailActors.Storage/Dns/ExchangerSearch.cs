using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using MailActors.Domain.Dns;
using MailActors.Domain.Routing;

namespace MailActors.Storage.Dns;

/// <summary>Finds the addresses of a domain's exchangers, the preferred ones first, until there are enough.</summary>
internal sealed class ExchangerSearch(IDnsLookups dns, OwnHost own)
{
    /// <summary>Addresses to try for one message, as Postfix has it.</summary>
    public const int MostAddresses = 5;

    /// <summary>Exchangers whose addresses are asked for; a domain may name thousands that do not exist.</summary>
    public const int MostHosts = 10;

    private readonly HostLookup _lookup = new(dns);
    private int _addressesLeft = MostAddresses;
    private int _hostsLeft = MostHosts;

    public List<MailHost> Hosts { get; } = [];

    /// <summary>Why a host's addresses could not be told; null when all could.</summary>
    public string? Failed { get; private set; }

    public bool LeadsToOurselves { get; private set; }

    private bool IsEnough => _addressesLeft == 0 || _hostsLeft == 0;

    public async Task Run(IEnumerable<MailExchanger> exchangers, CancellationToken cancel)
    {
        foreach (var equals in exchangers.GroupBy(mx => mx.Preference).OrderBy(group => group.Key))
        {
            var found = await Reach([.. equals.Select(mx => mx.Host).Distinct()], equals.Key, cancel).ConfigureAwait(false);
            // RFC 5321 §5.1: whoever is an exchanger himself goes only to those preferred to him, or mail goes round and round.
            if (LeadsToOurselves) return;
            Hosts.AddRange(found);
            if (IsEnough) return;
        }
    }

    private async Task<List<MailHost>> Reach(string[] names, int preference, CancellationToken cancel)
    {
        LeadsToOurselves = names.Any(own.Is) || names.Any(name => IPAddress.TryParse(name, out var address) && own.Is(address));
        var reached = new List<MailHost>();
        RandomNumberGenerator.Shuffle<string>(names); // RFC 5321 §5.1: equals share the load
        foreach (var name in names.Where(DnsNames.IsHost))
        {
            if (IsEnough || LeadsToOurselves) break;
            _hostsLeft--;
            switch (await _lookup.Find(name, cancel).ConfigureAwait(false))
            {
                case HostAddresses.CannotTell unknown:
                    Failed ??= unknown.Why;
                    break;
                case HostAddresses.Found all when all.Addresses.Any(own.Is):
                    LeadsToOurselves = true;
                    break;
                case HostAddresses.Found all:
                    ImmutableArray<IPAddress> usable = [.. all.Addresses.Where(a => !OwnHost.IsUnusable(a)).Take(_addressesLeft)];
                    _addressesLeft -= usable.Length;
                    if (usable.Length > 0) reached.Add(new(name, all.Canonical, preference, usable, all.Authentic));
                    break;
            }
        }

        return reached;
    }
}

using System.Net;
using MailActors.Domain.Dns;
using MailActors.Domain.Queue;
using MailActors.Domain.Routing;

namespace MailActors.Storage.Dns;

/// <summary>RFC 5321 §5.1 over DNS. Invariants: (1) what DNS can't tell is never taken for "no such host"; (2) no way leads back to this host;
/// (3) questions, addresses and time are bounded, whatever a domain publishes.</summary>
public sealed class MailExchangeResolver(IDnsLookups dns, DnsSettings settings, OwnHost own, TimeProvider time) : IMailExchangeResolver
{
    public async ValueTask<MailExchanges> Resolve(string domain, CancellationToken cancel)
    {
        if (domain.StartsWith('[')) return Literal(domain);
        using var budget = new CancellationTokenSource(settings.Budget, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, cancel);
        try
        {
            return await Find(domain, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Unknown($"DNS took longer than {settings.Budget.TotalSeconds:0.#} seconds over {domain}.");
        }
    }

    private async Task<MailExchanges> Find(string domain, CancellationToken cancel)
    {
        switch (await dns.Exchangers(domain, cancel).ConfigureAwait(false))
        {
            case DnsAnswer<MailExchanger>.CannotTell unknown:
                return Unknown($"DNS can't tell the mail exchangers of {domain}. {unknown.Why}.");
            case DnsAnswer<MailExchanger>.Nothing { NoSuchName: true }:
                return new MailExchanges.None(new("5.1.2", $"There is no domain {domain}."));
            case DnsAnswer<MailExchanger>.Nothing nothing:
                var itself = await Search([new(0, domain)], cancel).ConfigureAwait(false);
                return Judge(itself, domain, nothing.Authentic, isImplicit: true);
            case DnsAnswer<MailExchanger>.Found found:
                // RFC 7505 §3: a lone "." says that the domain takes no mail. Beside others it means nothing.
                if (found.Records.All(mx => mx.Host.Length == 0)) return new MailExchanges.None(new("5.1.10", $"The domain {domain} takes no mail (null MX)."));
                return Judge(await Search(found.Records, cancel).ConfigureAwait(false), domain, found.Authentic, isImplicit: false);
            default:
                throw new InvalidOperationException("An answer of another kind.");
        }
    }

    private async Task<ExchangerSearch> Search(IEnumerable<MailExchanger> exchangers, CancellationToken cancel)
    {
        var search = new ExchangerSearch(dns, own);
        await search.Run(exchangers, cancel).ConfigureAwait(false);
        return search;
    }

    private static MailExchanges Judge(ExchangerSearch search, string domain, bool authentic, bool isImplicit)
    {
        if (search.Hosts.Count > 0) return new MailExchanges.Found([.. search.Hosts], authentic, isImplicit);
        if (search.Failed is { } why) return Unknown($"DNS can't tell the addresses of the mail exchangers of {domain}. {why}.");
        if (search.LeadsToOurselves) return ToOurselves(domain);
        return new MailExchanges.None(new("5.4.4", isImplicit
            ? $"The domain {domain} has neither a mail exchanger nor an address."
            : $"No mail exchanger of {domain} has an address to send to."));
    }

    /// <summary>RFC 5321 §4.1.3: the address itself is where the mail goes.</summary>
    private MailExchanges Literal(string domain)
    {
        var text = domain[1..].TrimEnd(']');
        if (text.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase)) text = text["IPv6:".Length..];
        if (!IPAddress.TryParse(text, out var address)) return new MailExchanges.None(new("5.1.2", $"{domain} is no address."));
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (own.Is(address)) return ToOurselves(domain);
        if (OwnHost.IsUnusable(address)) return new MailExchanges.None(new("5.4.4", $"No mail can be sent to the address {domain}."));
        return new MailExchanges.Found([new(text, text, 0, [address], Authentic: false)], Authentic: false, IsImplicit: true);
    }

    private static MailExchanges.None ToOurselves(string domain) =>
        new(new("5.4.6", $"Mail for {domain} leads back to this host, which has no mailboxes of that domain."));

    private static MailExchanges.CannotTell Unknown(string text) => new(new Reason("4.4.3", text));
}

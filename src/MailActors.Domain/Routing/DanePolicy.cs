using MailActors.Domain.Dns;
using MailActors.Domain.Queue;

namespace MailActors.Domain.Routing;

/// <summary>RFC 7672: what the TLSA records of a mail exchanger ask of TLS.</summary>
/// <param name="port">Of mail exchangers.</param>
public sealed class DanePolicy(IDnsLookups dns, int port)
{
    /// <summary>Null: the host has no records that can be believed, so DANE says nothing about it.</summary>
    /// <param name="domain">Of the recipients.</param>
    public async ValueTask<HostTls?> For(string domain, MailExchanges.Found exchanges, MailHost host, CancellationToken cancel)
    {
        // RFC 7672 §2.2.1: a name that anybody may have put there needs no proof of its own.
        if (!exchanges.Authentic) return null;
        foreach (var name in await BaseDomains(host, cancel).ConfigureAwait(false))
        {
            switch (await dns.Certificates($"_{port}._tcp.{name}", cancel).ConfigureAwait(false))
            {
                case DnsAnswer<TlsaRecord>.Found { Authentic: true } found:
                    var usable = TlsaRecord.Usable(found.Records);
                    return new HostTls.Demanded(
                        usable.IsEmpty ? TlsDemand.Encrypted.Instance : new TlsDemand.Dane(usable, [.. new[] { name, host.Name, domain }.Distinct()]), IsProven: true);
                case DnsAnswer<TlsaRecord>.CannotTell unknown:
                    // RFC 7672 §2.1.2: whoever can suppress an answer must not be able to take the protection away.
                    return new HostTls.Avoided(new Reason("4.7.5", $"The TLSA records of {host.Name} can't be had, so it can't be told whether a host is the right one. {unknown.Why}."));
            }
        }

        return null;
    }

    /// <summary>RFC 7672 §2.2.3: the name behind the aliases if they can all be believed, then the name itself. It is not asked of a zone without
    /// DNSSEC, where some name servers fail at types they don't know (§2.2.2).</summary>
    private async ValueTask<IEnumerable<string>> BaseDomains(MailHost host, CancellationToken cancel)
    {
        if (host.Authentic) return new[] { host.Canonical, host.Name }.Distinct();
        if (host.Canonical == host.Name) return [];
        return await dns.Alias(host.Name, cancel).ConfigureAwait(false) is DnsAnswer<string>.Found { Authentic: true } ? [host.Name] : [];
    }
}

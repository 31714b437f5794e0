using System.Collections.Immutable;
using System.Net;
using DnsClient;
using DnsClient.Protocol;
using MailActors.Domain.Dns;

namespace MailActors.Storage.Dns;

/// <summary>DNS over the resolvers of the settings, with the answers kept in memory.</summary>
public sealed class DnsLookups(DnsSettings settings, TimeProvider time) : IDnsLookups, IDisposable
{
    private readonly DnsCache _answers = new(settings, time);

    public ValueTask<DnsAnswer<MailExchanger>> Exchangers(string domain, CancellationToken cancel) =>
        Ask<MxRecord, MailExchanger>(domain, QueryType.MX, mx => new(mx.Preference, DnsNames.Plain(mx.Exchange)), cancel);

    public ValueTask<DnsAnswer<IPAddress>> Addresses(string host, AddressType type, CancellationToken cancel) =>
        Ask<AddressRecord, IPAddress>(host, type == AddressType.IPv6 ? QueryType.AAAA : QueryType.A, a => a.Address, cancel);

    public ValueTask<DnsAnswer<string>> Texts(string name, CancellationToken cancel) =>
        Ask<TxtRecord, string>(name, QueryType.TXT, txt => string.Concat(txt.Text), cancel);

    public ValueTask<DnsAnswer<Domain.Routing.TlsaRecord>> Certificates(string name, CancellationToken cancel) => Ask<DnsClient.Protocol.TlsaRecord, Domain.Routing.TlsaRecord>(
        name, QueryType.TLSA,
        tlsa => new((byte)tlsa.CertificateUsage, (byte)tlsa.Selector, (byte)tlsa.MatchingType, [.. tlsa.CertificateAssociationData]), cancel);

    public ValueTask<DnsAnswer<ServiceHost>> Services(string name, CancellationToken cancel) =>
        Ask<SrvRecord, ServiceHost>(name, QueryType.SRV, srv => new(srv.Priority, srv.Weight, srv.Port, DnsNames.Plain(srv.Target)), cancel);

    public ValueTask<DnsAnswer<string>> Alias(string name, CancellationToken cancel) =>
        Ask<CNameRecord, string>(name, QueryType.CNAME, alias => DnsNames.Plain(alias.CanonicalName), cancel);

    public void Dispose() => _answers.Dispose();

    private async ValueTask<DnsAnswer<T>> Ask<TRecord, T>(string name, QueryType type, Func<TRecord, T> read, CancellationToken cancel)
        where TRecord : DnsResourceRecord
    {
        var plain = DnsNames.Plain(name);
        // What can't be put into a question is no name of anything.
        if (!DnsNames.CanBeAsked(plain)) return new DnsAnswer<T>.Nothing(NoSuchName: true, Authentic: false);
        switch (await _answers.Ask(plain, type, cancel).ConfigureAwait(false))
        {
            case DnsAnswer<DnsResourceRecord>.Found found:
                ImmutableArray<T> records = [.. found.Records.OfType<TRecord>().Select(read)];
                return records.Length > 0
                    ? new DnsAnswer<T>.Found(records, found.Name, found.Authentic)
                    : new DnsAnswer<T>.CannotTell($"{type} of {plain}: the answer can't be read");
            case DnsAnswer<DnsResourceRecord>.Nothing nothing:
                return new DnsAnswer<T>.Nothing(nothing.NoSuchName, nothing.Authentic);
            case DnsAnswer<DnsResourceRecord>.CannotTell unknown:
                return new DnsAnswer<T>.CannotTell(unknown.Why);
            default:
                throw new InvalidOperationException("An answer of another kind.");
        }
    }
}

using System.Net;
using MailActors.Domain.Dns;
using MailActors.Domain.Routing;

namespace MailActors.Actors.Tests.Fakes;

/// <summary>DNS in memory: exchangers and addresses; all other names don't exist, and nothing can be told while it is broken.</summary>
internal sealed class FakeDns : IDnsLookups
{
    public Dictionary<string, MailExchanger[]> Mx { get; } = [];

    public Dictionary<string, string> Hosts { get; } = [];

    public bool IsBroken { get; set; }

    public ValueTask<DnsAnswer<MailExchanger>> Exchangers(string domain, CancellationToken cancel) =>
        Answer(domain, Mx.GetValueOrDefault(domain));

    public ValueTask<DnsAnswer<IPAddress>> Addresses(string host, AddressType type, CancellationToken cancel) =>
        Answer<IPAddress>(host, type == AddressType.IPv4 && Hosts.TryGetValue(host, out var text) ? [IPAddress.Parse(text)] : null);

    public ValueTask<DnsAnswer<string>> Texts(string name, CancellationToken cancel) => Answer<string>(name, null);

    public ValueTask<DnsAnswer<TlsaRecord>> Certificates(string name, CancellationToken cancel) => Answer<TlsaRecord>(name, null);

    public ValueTask<DnsAnswer<ServiceHost>> Services(string name, CancellationToken cancel) => Answer<ServiceHost>(name, null);

    public ValueTask<DnsAnswer<string>> Alias(string name, CancellationToken cancel) => Answer<string>(name, null);

    private ValueTask<DnsAnswer<T>> Answer<T>(string name, T[]? records) => new(
        IsBroken ? new DnsAnswer<T>.CannotTell("no resolver answers") :
        records is not null ? new DnsAnswer<T>.Found([.. records], name, Authentic: false) :
        new DnsAnswer<T>.Nothing(!Hosts.ContainsKey(name) && !Mx.ContainsKey(name), Authentic: false));
}

using System.Net;
using MailActors.Domain.Dns;
using MailActors.Domain.Routing;

namespace MailActors.Domain.Tests.Routing;

/// <summary>Answers TLSA and CNAME as the test sets them; nothing, without proof, to everything else.</summary>
internal sealed class FakeDns : IDnsLookups
{
    public Dictionary<string, DnsAnswer<TlsaRecord>> Tlsa { get; } = [];

    public Dictionary<string, DnsAnswer<string>> Aliases { get; } = [];

    public List<string> Asked { get; } = [];

    public ValueTask<DnsAnswer<MailExchanger>> Exchangers(string domain, CancellationToken cancel) => Nothing<MailExchanger>();

    public ValueTask<DnsAnswer<IPAddress>> Addresses(string host, AddressType type, CancellationToken cancel) => Nothing<IPAddress>();

    public ValueTask<DnsAnswer<string>> Texts(string name, CancellationToken cancel) => Nothing<string>();

    public ValueTask<DnsAnswer<TlsaRecord>> Certificates(string name, CancellationToken cancel)
    {
        Asked.Add(name);
        return Tlsa.TryGetValue(name, out var answer) ? ValueTask.FromResult(answer) : Nothing<TlsaRecord>();
    }

    public ValueTask<DnsAnswer<ServiceHost>> Services(string name, CancellationToken cancel) => Nothing<ServiceHost>();

    public ValueTask<DnsAnswer<string>> Alias(string name, CancellationToken cancel) =>
        Aliases.TryGetValue(name, out var answer) ? ValueTask.FromResult(answer) : Nothing<string>();

    private static ValueTask<DnsAnswer<T>> Nothing<T>() => ValueTask.FromResult<DnsAnswer<T>>(new DnsAnswer<T>.Nothing(NoSuchName: true, Authentic: false));
}

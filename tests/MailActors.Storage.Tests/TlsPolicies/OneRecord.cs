using System.Net;
using MailActors.Domain.Dns;
using MailActors.Domain.Routing;

namespace MailActors.Storage.Tests.TlsPolicies;

/// <summary>DNS with one text record of MTA-STS under every domain.</summary>
internal sealed class OneRecord : IDnsLookups
{
    /// <summary>For <see cref="Record"/>: the look-up fails.</summary>
    public const string Broken = "SERVFAIL";

    /// <summary>Null: there is none.</summary>
    public string? Record { get; set; } = "v=STSv1; id=1;";

    public ValueTask<DnsAnswer<string>> Texts(string name, CancellationToken cancel) => ValueTask.FromResult<DnsAnswer<string>>(Record switch
    {
        _ when !name.StartsWith("_mta-sts.", StringComparison.Ordinal) => throw new InvalidOperationException(name),
        Broken => new DnsAnswer<string>.CannotTell(Broken),
        null => new DnsAnswer<string>.Nothing(NoSuchName: true, Authentic: false),
        var record => new DnsAnswer<string>.Found([record], name, Authentic: false),
    });

    public ValueTask<DnsAnswer<MailExchanger>> Exchangers(string domain, CancellationToken cancel) => throw new NotSupportedException();

    public ValueTask<DnsAnswer<IPAddress>> Addresses(string host, AddressType type, CancellationToken cancel) => throw new NotSupportedException();

    public ValueTask<DnsAnswer<TlsaRecord>> Certificates(string name, CancellationToken cancel) => throw new NotSupportedException();

    public ValueTask<DnsAnswer<ServiceHost>> Services(string name, CancellationToken cancel) => throw new NotSupportedException();

    public ValueTask<DnsAnswer<string>> Alias(string name, CancellationToken cancel) => throw new NotSupportedException();
}

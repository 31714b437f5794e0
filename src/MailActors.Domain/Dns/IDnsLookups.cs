using System.Net;
using MailActors.Domain.Routing;

namespace MailActors.Domain.Dns;

/// <summary>Questions to DNS. Names are in A-labels; case and a last dot don't matter. Nothing is thrown for what DNS does: an answer comes within
/// bounded time, kept for its time to live.</summary>
public interface IDnsLookups
{
    /// <summary>In the order of preference; the host is empty for a null MX (RFC 7505).</summary>
    ValueTask<DnsAnswer<MailExchanger>> Exchangers(string domain, CancellationToken cancel);

    ValueTask<DnsAnswer<IPAddress>> Addresses(string host, AddressType type, CancellationToken cancel);

    /// <summary>Each record's strings joined without anything between them (RFC 7208 §3.3, RFC 8461 §3.1); octets beyond ASCII are read as UTF-8.</summary>
    ValueTask<DnsAnswer<string>> Texts(string name, CancellationToken cancel);

    /// <param name="name">With port and protocol, such as <c>_25._tcp.mx.example.org</c> (RFC 6698 §3).</param>
    ValueTask<DnsAnswer<TlsaRecord>> Certificates(string name, CancellationToken cancel);

    /// <param name="name">Such as <c>_submissions._tcp.example.org</c> (RFC 2782).</param>
    ValueTask<DnsAnswer<ServiceHost>> Services(string name, CancellationToken cancel);

    /// <summary>The name an alias stands for, one step; nothing when it is no alias.</summary>
    ValueTask<DnsAnswer<string>> Alias(string name, CancellationToken cancel);
}

public enum AddressType
{
    IPv4,
    IPv6,
}

/// <summary>An MX record (RFC 1035 §3.3.9).</summary>
public sealed record MailExchanger(int Preference, string Host);

/// <summary>An SRV record (RFC 2782). The host is empty where the service is decidedly not offered.</summary>
public sealed record ServiceHost(int Priority, int Weight, int Port, string Host);

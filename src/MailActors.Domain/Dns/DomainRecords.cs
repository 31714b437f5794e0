using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MailActors.Domain.Signing;
using MailActors.Protocol.MtaSts;

namespace MailActors.Domain.Dns;

/// <summary>What a domain of ours should publish, so that others find it and take its mail.</summary>
/// <param name="Name">Without a last dot.</param>
/// <param name="Value">As data: texts whole and without quotes, hosts without a last dot.</param>
/// <param name="Why">For people.</param>
/// <param name="IsNeeded">False: good to have.</param>
public sealed record DomainRecord(string Name, DomainRecordType Type, string Value, string Why, bool IsNeeded)
{
    private const int MaxString = 255; // RFC 1035 §3.3

    /// <summary>A line of a zone file.</summary>
    public string ZoneLine => $"{Name}. IN {Type.ToString().ToUpperInvariant()} {ZoneValue}";

    public string ZoneValue => Type switch
    {
        DomainRecordType.Txt => string.Join(' ', Value.Chunk(MaxString).Select(piece => $"\"{new string(piece)}\"")),
        DomainRecordType.Tlsa => Value,
        _ => $"{Value}.",
    };
}

public enum DomainRecordType
{
    Mx,
    Txt,
    Srv,
    Tlsa,
}

/// <summary>How this host is reached.</summary>
/// <param name="PortOffset">Added to the standard ports.</param>
/// <param name="KeyHash">SHA-256 of the public key of its certificate; null: no certificate of its own.</param>
public sealed record PublishedHost(string Name, int PortOffset, ImmutableArray<byte>? KeyHash);

public static class DomainRecords
{
    /// <summary>RFC 6186 §3, RFC 8314 §5.1.</summary>
    private static readonly (string Name, int Port)[] Services =
        [("_submissions", 465), ("_submission", 587), ("_imaps", 993), ("_imap", 143), ("_pop3s", 995), ("_pop3", 110)];

    public static IReadOnlyList<DomainRecord> Of(string domain, PublishedHost host, IEnumerable<DkimKey> keys)
    {
        var records = new List<DomainRecord>
        {
            new(domain, DomainRecordType.Mx, $"10 {host.Name}", "Who takes mail for the domain.", true),
            new(domain, DomainRecordType.Txt, "v=spf1 mx -all", "SPF: only the hosts of the MX records send for it.", true),
        };
        if (!host.Name.Equals(domain, StringComparison.OrdinalIgnoreCase))
            records.Add(new(host.Name, DomainRecordType.Txt, "v=spf1 a -all", "SPF of the host itself, for its reports, which have no sender (RFC 7208 §2.4).", false));
        records.AddRange(keys.Select(key => new DomainRecord(
            key.RecordName, DomainRecordType.Txt, key.RecordValue, $"DKIM: the {Words(key.State)} key {key.Selector}.", key.State == DkimKeyState.Active)));
        records.Add(new($"_dmarc.{domain}", DomainRecordType.Txt, $"v=DMARC1; p=none; rua=mailto:postmaster@{domain}", "DMARC: others report what they see. Later p=quarantine, then p=reject.", true));
        records.Add(new($"_mta-sts.{domain}", DomainRecordType.Txt, $"v=STSv1; id={IdOf(StsPolicyOf(host))}", "MTA-STS: others demand TLS and this host. Only with the policy on the web.", false));
        records.Add(new($"_smtp._tls.{domain}", DomainRecordType.Txt, $"v=TLSRPTv1; rua=mailto:postmaster@{domain}", "Others report trouble with TLS (RFC 8460).", false));
        records.AddRange(Services.Select(service => new DomainRecord(
            $"{service.Name}._tcp.{domain}", DomainRecordType.Srv, string.Create(CultureInfo.InvariantCulture, $"0 1 {service.Port + host.PortOffset} {host.Name}"),
            "Mail programs find the server (RFC 6186).", false)));
        if (host.KeyHash is { } hash)
            records.Add(new($"_25._tcp.{host.Name}", DomainRecordType.Tlsa, $"3 1 1 {Convert.ToHexStringLower(hash.AsSpan())}", "DANE: only in a zone signed with DNSSEC; renew it before the certificate's key changes.", false));
        return records;
    }

    /// <summary>What a web server says at <see cref="StsPolicyAddress"/>. It is for trial: a host whose certificate others can't trust would get no mail by one that is enforced.</summary>
    public static StsPolicy StsPolicyOf(PublishedHost host) => new(StsMode.Testing, 7 * 86_400, [host.Name.ToLowerInvariant()]);

    /// <summary>RFC 8461 §3.2.</summary>
    public static string StsPolicyAddress(string domain) => $"https://mta-sts.{domain}/.well-known/mta-sts.txt";

    /// <summary>Another policy has another id (RFC 8461 §3.1), and the same one always the same.</summary>
    private static string IdOf(StsPolicy policy) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(policy.ToString())).AsSpan(0, 8));

    private static string Words(DkimKeyState state) => state switch
    {
        DkimKeyState.Pending => "pending",
        DkimKeyState.Active => "active",
        _ => "retired",
    };
}

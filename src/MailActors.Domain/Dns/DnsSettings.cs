using System.Net;

namespace MailActors.Domain.Dns;

/// <summary>Whom to ask, and how long and how much to wait for.</summary>
public sealed record DnsSettings
{
    public const int DnsPort = 53;

    /// <summary>Resolvers as address or address:port ([address]:port for IPv6), asked in this order. None: those of /etc/resolv.conf.</summary>
    public string[] Resolvers { get; init; } = [];

    /// <summary>The way to the resolvers is safe, so their word that an answer was validated with DNSSEC (the AD bit) counts. That of a resolver
    /// on loopback always counts (RFC 7672 §2.2.1: validation on a path an attacker may be on is none).</summary>
    public bool TrustResolvers { get; init; }

    /// <summary>For one question to one resolver.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>For all questions about one domain's exchangers together; after it the mail is put off.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Questions under way at one time; more wait.</summary>
    public int MaxQuestions { get; init; } = 200;

    /// <summary>Answers kept in memory; the one unused for longest goes.</summary>
    public int CacheSize { get; init; } = 20_000;

    /// <summary>The longest an answer is kept, whatever its time to live.</summary>
    public TimeSpan MaxTtl { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a resolver's failure is kept (RFC 9520 §3.2: 1 second to 5 minutes), so that a dead one is not asked for every message.</summary>
    public TimeSpan FailureTtl { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A mail exchanger may have an address of loopback: for tests with several servers on one machine. Otherwise mail for its domain has come
    /// back to us and is refused (RFC 5321 §5.1).</summary>
    public bool AllowLoopback { get; init; }

    public IEnumerable<string> Faults()
    {
        foreach (var resolver in Resolvers)
            if (ParseResolver(resolver) is null) yield return $"MailActors:Outbound:Dns:Resolvers has \"{resolver}\": give an IP address, with :port if it is not 53.";
        if (Timeout < TimeSpan.FromMilliseconds(50) || Timeout > TimeSpan.FromSeconds(60)) yield return "MailActors:Outbound:Dns:Timeout must be between 50 ms and 1 minute.";
        if (Budget < Timeout || Budget > TimeSpan.FromMinutes(2)) yield return "MailActors:Outbound:Dns:Budget must be at least Timeout and at most 2 minutes.";
        if (MaxQuestions is < 1 or > 10_000) yield return "MailActors:Outbound:Dns:MaxQuestions must be between 1 and 10000.";
        if (CacheSize is < 1 or > 10_000_000) yield return "MailActors:Outbound:Dns:CacheSize must be between 1 and 10000000.";
        if (MaxTtl < TimeSpan.FromSeconds(1) || MaxTtl > TimeSpan.FromDays(7)) yield return "MailActors:Outbound:Dns:MaxTtl must be between 1 second and 7 days.";
        if (FailureTtl < TimeSpan.FromSeconds(1) || FailureTtl > TimeSpan.FromMinutes(5)) yield return "MailActors:Outbound:Dns:FailureTtl must be between 1 second and 5 minutes.";
    }

    /// <summary>Null when the text is no address.</summary>
    public static IPEndPoint? ParseResolver(string text)
    {
        if (IPAddress.TryParse(text, out var address)) return new(address, DnsPort);
        return IPEndPoint.TryParse(text, out var point) && point.Port != 0 ? point : null;
    }
}

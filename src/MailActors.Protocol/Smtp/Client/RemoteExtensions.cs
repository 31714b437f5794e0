using System.Collections.Immutable;
using System.Globalization;

namespace MailActors.Protocol.Smtp.Client;

/// <summary>What a host offers in its answer to EHLO or LHLO (RFC 5321 §4.1.1.1). Unknown keywords are passed over.</summary>
public sealed record RemoteExtensions
{
    /// <summary>Of a host that knows only HELO.</summary>
    public static readonly RemoteExtensions None = new();

    public bool Pipelining { get; init; }

    public bool EightBitMime { get; init; }

    public bool BinaryMime { get; init; }

    public bool Chunking { get; init; }

    public bool Utf8 { get; init; }

    public bool Dsn { get; init; }

    public bool StartTls { get; init; }

    public bool RequireTls { get; init; }

    public bool Priority { get; init; }

    public bool Size { get; init; }

    /// <summary>Octets of a message (RFC 1870 §4); 0 when the host names no limit.</summary>
    public long MaxSize { get; init; }

    public bool DeliverBy { get; init; }

    /// <summary>Seconds (RFC 2852 §2): a by-time below it is refused; 0 when there is no such limit.</summary>
    public long MinDeliverBy { get; init; }

    /// <summary>RFC 9422: recipients of one transaction; null when not told.</summary>
    public int? MaxRecipients { get; init; }

    /// <summary>RFC 9422: transactions of one connection; null when not told.</summary>
    public int? MaxMessages { get; init; }

    /// <summary>SASL mechanisms in upper case (RFC 4954 §3).</summary>
    public ImmutableArray<string> Mechanisms { get; init; } = [];

    public static RemoteExtensions Of(RemoteReply greeting)
    {
        var found = None;
        foreach (var line in greeting.Lines.Skip(1))
        {
            // Some old hosts write AUTH=LOGIN.
            var words = line.Split([' ', '='], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0) found = found.With(words[0].ToUpperInvariant(), words.AsSpan(1));
        }

        return found;
    }

    private RemoteExtensions With(string keyword, ReadOnlySpan<string> words) => keyword switch
    {
        "PIPELINING" => this with { Pipelining = true },
        "8BITMIME" => this with { EightBitMime = true },
        "BINARYMIME" => this with { BinaryMime = true },
        "CHUNKING" => this with { Chunking = true },
        "SMTPUTF8" => this with { Utf8 = true },
        "DSN" => this with { Dsn = true },
        "STARTTLS" => this with { StartTls = true },
        "REQUIRETLS" => this with { RequireTls = true },
        "MT-PRIORITY" => this with { Priority = true },
        "SIZE" => this with { Size = true, MaxSize = Number(words) ?? 0 },
        "DELIVERBY" => this with { DeliverBy = true, MinDeliverBy = Number(words) ?? 0 },
        "AUTH" => this with { Mechanisms = [.. Mechanisms, .. words.ToArray().Select(w => w.ToUpperInvariant()).Take(20)] },
        "LIMITS" => WithLimits(words),
        _ => this,
    };

    /// <summary>RFC 9422 §4: <c>NAME=VALUE</c>; the split above has made pairs of them.</summary>
    private RemoteExtensions WithLimits(ReadOnlySpan<string> words)
    {
        var found = this;
        for (var i = 0; i + 1 < words.Length; i += 2)
        {
            if (Number(words[(i + 1)..]) is not ({ } value and > 0)) continue;
            var limit = (int)Math.Min(value, int.MaxValue);
            if (words[i].Equals("RCPTMAX", StringComparison.OrdinalIgnoreCase)) found = found with { MaxRecipients = limit };
            else if (words[i].Equals("MAILMAX", StringComparison.OrdinalIgnoreCase)) found = found with { MaxMessages = limit };
        }

        return found;
    }

    private static long? Number(ReadOnlySpan<string> words) =>
        words.Length > 0 && long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

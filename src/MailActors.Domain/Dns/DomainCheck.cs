using MailActors.Domain.Routing;

namespace MailActors.Domain.Dns;

/// <summary>Compares what a domain should publish with what DNS says.</summary>
public sealed class DomainCheck(IDnsLookups dns)
{
    public async ValueTask<DomainFinding> Check(DomainRecord record, CancellationToken cancel) => record.Type switch
    {
        DomainRecordType.Mx => Judge(await dns.Exchangers(record.Name, cancel).ConfigureAwait(false), mx => mx.Host, mx => Same(mx.Host, Last(record.Value))),
        DomainRecordType.Srv => Judge(
            await dns.Services(record.Name, cancel).ConfigureAwait(false), s => $"{s.Priority} {s.Weight} {s.Port} {s.Host}",
            s => Same($"{s.Port} {s.Host}", string.Join(' ', record.Value.Split(' ')[2..]))),
        DomainRecordType.Tlsa => Judge(await dns.Certificates(record.Name, cancel).ConfigureAwait(false), Text, tlsa => Same(Text(tlsa), record.Value)),
        _ => Texts(record, await dns.Texts(record.Name, cancel).ConfigureAwait(false)),
    };

    private static DomainFinding Texts(DomainRecord record, DnsAnswer<string> answer)
    {
        if (answer is not DnsAnswer<string>.Found found) return Judge(answer, text => text, _ => false);
        // Other texts may stand at the same name; they begin otherwise.
        var kind = record.Value.Split(';', ' ')[0];
        var same = found.Records.Where(text => text.StartsWith(kind, StringComparison.OrdinalIgnoreCase)).ToList();
        return same.Count switch
        {
            0 => new(DomainState.Missing, ""),
            // RFC 7208 §4.5, RFC 7489 §6.6.3: of two, neither counts.
            > 1 => new(DomainState.Different, $"There are {same.Count}: leave one. {string.Join(" | ", same)}"),
            _ => new(Fits(record.Value, same[0]) ? DomainState.Ok : DomainState.Different, same[0]),
        };
    }

    /// <summary>SPF must name our host in its way; a DKIM key must be the one; of the others it is the domain's business what exactly they say.</summary>
    private static bool Fits(string ours, string found) => ours.StartsWith("v=spf1", StringComparison.Ordinal)
        ? found.Split(' ').Any(term => term.TrimStart('+') is "mx" or "a" || term.StartsWith("include:", StringComparison.OrdinalIgnoreCase) || term.StartsWith("ip", StringComparison.OrdinalIgnoreCase))
        : !ours.StartsWith("v=DKIM1", StringComparison.Ordinal) || Key(ours) == Key(found);

    private static string? Key(string dkim) =>
        dkim.Split(';', StringSplitOptions.TrimEntries).FirstOrDefault(tag => tag.StartsWith("p=", StringComparison.Ordinal))?.Replace(" ", "", StringComparison.Ordinal);

    private static DomainFinding Judge<T>(DnsAnswer<T> answer, Func<T, string> words, Func<T, bool> fits) => answer switch
    {
        DnsAnswer<T>.Found found => new(found.Records.Any(fits) ? DomainState.Ok : DomainState.Different, string.Join(" | ", found.Records.Select(words))),
        DnsAnswer<T>.CannotTell unknown => new(DomainState.CannotTell, unknown.Why),
        _ => new(DomainState.Missing, ""),
    };

    private static string Text(TlsaRecord tlsa) => $"{tlsa.Usage} {tlsa.Selector} {tlsa.Matching} {Convert.ToHexStringLower(tlsa.Data.AsSpan())}";

    private static string Last(string value) => value[(value.LastIndexOf(' ') + 1)..];

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}

/// <param name="Found">What DNS says; why it can't, or nothing.</param>
public sealed record DomainFinding(DomainState State, string Found);

public enum DomainState
{
    Ok,
    Missing,
    Different,
    CannotTell,
}

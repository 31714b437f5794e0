using System.Collections.Immutable;
using DnsClient;
using DnsClient.Protocol;
using MailActors.Domain.Dns;

namespace MailActors.Storage.Dns;

/// <summary>Puts one question to the resolvers and reads the answer. Whatever they do, it ends in time with an answer: a fault of theirs is
/// <see cref="DnsAnswer{T}.CannotTell"/>.</summary>
internal sealed class DnsQuestions(DnsSettings settings, TimeProvider time)
{
    /// <summary>Records kept of one answer. A 64 KB answer holds thousands; no honest one needs as many.</summary>
    public const int MostRecords = 100;

    private const int MostRead = 2000;
    private const int LongestChain = 8;

    private readonly Resolvers _resolvers = new(settings, time);

    /// <param name="name">As it may be asked.</param>
    public async Task<(DnsAnswer<DnsResourceRecord> Answer, TimeSpan Ttl)> Ask(string name, QueryType type)
    {
        var asked = name;
        var authentic = true;
        var ttl = settings.MaxTtl;
        // A resolver follows aliases itself; one that did not, or stopped half way, is helped along.
        for (var links = 0; links <= LongestChain && DnsNames.CanBeAsked(asked);)
        {
            var (response, trusted, why) = await _resolvers.Ask(new(asked, type)).ConfigureAwait(false);
            if (response is null) return (new DnsAnswer<DnsResourceRecord>.CannotTell($"{type} of {name}: {why}"), settings.FailureTtl);
            authentic &= trusted && response.Header.IsAuthenticData;
            var answers = response.Answers.Take(MostRead).ToList();
            var owner = asked;
            if (type != QueryType.CNAME)
            {
                owner = Follow(asked, answers, LongestChain - links, ref ttl, out var followed);
                links += followed;
                if (owner is null) break;
            }

            ImmutableArray<DnsResourceRecord> found =
                [.. answers.Where(r => (int)r.RecordType == (int)type && DnsNames.Plain(r.DomainName) == owner).OrderBy(Preference).Take(MostRecords)];
            if (found.Length > 0) return (new DnsAnswer<DnsResourceRecord>.Found(found, owner, authentic), Least(ttl, found));
            var none = response.Header.ResponseCode == DnsHeaderResponseCode.NotExistentDomain;
            if (none || owner == asked) return (new DnsAnswer<DnsResourceRecord>.Nothing(none, authentic), Negative(response, ttl));
            asked = owner;
        }

        return (new DnsAnswer<DnsResourceRecord>.CannotTell($"{type} of {name}: more than {LongestChain} aliases, or a ring of them"), settings.FailureTtl);
    }

    /// <summary>The name at the end of the aliases; null when there are too many of them.</summary>
    private static string? Follow(string name, List<DnsResourceRecord> answers, int most, ref TimeSpan ttl, out int followed)
    {
        followed = 0;
        while (answers.OfType<CNameRecord>().FirstOrDefault(c => DnsNames.Plain(c.DomainName) == name) is { } alias)
        {
            if (++followed > most) return null;
            ttl = Least(ttl, [alias]);
            name = DnsNames.Plain(alias.CanonicalName);
        }

        return name;
    }

    /// <summary>RFC 2308 §5: the SOA's time to live or its last number, whichever is less. Without one nothing is promised.</summary>
    private TimeSpan Negative(IDnsQueryResponse response, TimeSpan ttl) =>
        response.Authorities.OfType<SoaRecord>().FirstOrDefault() is { } soa
            ? Least(Min(ttl, TimeSpan.FromSeconds(soa.Minimum)), [soa])
            : Min(ttl, settings.FailureTtl);

    private static TimeSpan Least(TimeSpan ttl, IReadOnlyCollection<DnsResourceRecord> records) =>
        Min(ttl, TimeSpan.FromSeconds(records.Min(r => Math.Max(r.InitialTimeToLive, 0))));

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static int Preference(DnsResourceRecord record) => record is MxRecord mx ? mx.Preference : 0;
}

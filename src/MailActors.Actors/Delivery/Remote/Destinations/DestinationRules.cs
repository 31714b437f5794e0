using System.Collections.Concurrent;

namespace MailActors.Actors.Delivery.Remote.Destinations;

/// <summary>The operator's rules, most exact first: a rule for a domain goes before one for all below its parent, that before the one for all.
/// Each says what it says; what it leaves open the next one decides, and in the end the defaults.</summary>
public sealed class DestinationRules(IReadOnlyList<DestinationRule> rules, DestinationTerms? defaults = null)
{
    /// <summary>Names are a remote party's choice, so what is remembered of them is bounded.</summary>
    private const int MostRemembered = 10_000;

    public static readonly DestinationRules None = new([]);

    private readonly DestinationTerms _defaults = defaults ?? DestinationTerms.Default;
    private readonly ConcurrentDictionary<string, DestinationTerms> _remembered = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="name">A recipient's domain, or a destination.</param>
    public DestinationTerms For(string name)
    {
        if (rules.Count == 0) return _defaults;
        if (_remembered.TryGetValue(name, out var known)) return known;
        var terms = rules.Where(r => r.Precision(name) is not null).OrderBy(r => r.Precision(name)).Aggregate(_defaults, Apply);
        if (_remembered.Count >= MostRemembered) _remembered.Clear();
        return _remembered[name] = terms;
    }

    private static DestinationTerms Apply(DestinationTerms terms, DestinationRule rule)
    {
        var (limits, schedule) = (terms.Limits, terms.Schedule);
        var most = rule.MostConnections ?? Math.Max(limits.Most, rule.Connections ?? 0);
        return new(
            new(
                Math.Min(rule.Connections ?? limits.Initial, most), most,
                rule.MessagesPerMinute is { } rate ? rate == 0 ? null : rate : limits.PerMinute,
                rule.FirstDead ?? limits.FirstDead, rule.LongestDead ?? limits.LongestDead),
            new(rule.FirstRetry ?? schedule.First, rule.LongestRetry ?? schedule.Longest, rule.GiveUpAfter ?? schedule.GiveUp),
            rule.DelayNoticeAfter ?? terms.DelayNoticeAfter);
    }
}

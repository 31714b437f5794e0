using MailActors.Domain.Destinations;
using MailActors.Domain.Queue;

namespace MailActors.Actors.Delivery.Remote.Destinations;

/// <summary>How mail to some domains is to be treated. What is not set is as for everybody.</summary>
public sealed record DestinationRule
{
    /// <summary>A domain, <c>.example.org</c> for all below it, <c>*</c> for all, or a next hop as it is listed, such as <c>[relay.example.org]:25</c>.</summary>
    public string For { get; init; } = "";

    /// <summary>Connections at first, over the whole cluster.</summary>
    public int? Connections { get; init; }

    /// <summary>Connections it may grow to.</summary>
    public int? MostConnections { get; init; }

    /// <summary>Messages a minute; 0: no limit.</summary>
    public int? MessagesPerMinute { get; init; }

    public TimeSpan? FirstDead { get; init; }

    public TimeSpan? LongestDead { get; init; }

    public TimeSpan? FirstRetry { get; init; }

    public TimeSpan? LongestRetry { get; init; }

    public TimeSpan? GiveUpAfter { get; init; }

    /// <summary>The sender is told once that the mail is late after this time; zero: never.</summary>
    public TimeSpan? DelayNoticeAfter { get; init; }

    public IEnumerable<string> Faults()
    {
        if (For.Length == 0 || (For is not "*" && For.Contains('*', StringComparison.Ordinal)))
            yield return $"Outbound:Destinations has a rule for \"{For}\": give a domain, .domain for all below it, or * for all.";
        if (Connections < 1 || MostConnections < 1) yield return $"Outbound:Destinations: {For} needs at least 1 connection.";
        if (MessagesPerMinute < 0) yield return $"Outbound:Destinations: MessagesPerMinute of {For} must be 0 (no limit) or more.";
        foreach (var (name, time) in new[]
        {
            ("FirstDead", FirstDead), ("LongestDead", LongestDead), ("FirstRetry", FirstRetry), ("LongestRetry", LongestRetry), ("GiveUpAfter", GiveUpAfter),
        })
            if (time <= TimeSpan.Zero) yield return $"Outbound:Destinations: {name} of {For} must be longer than zero.";
        if (DelayNoticeAfter < TimeSpan.Zero) yield return $"Outbound:Destinations: DelayNoticeAfter of {For} must not be shorter than zero; zero sends no delay notices.";
    }

    internal int? Precision(string name) => DomainPattern.Precision(For, name);
}

/// <summary>What holds for one destination or domain in the end.</summary>
public sealed record DestinationTerms(DestinationLimits Limits, RetrySchedule Schedule, TimeSpan DelayNoticeAfter)
{
    public static readonly DestinationTerms Default = new(
        DestinationLimits.Default, new(TimeSpan.FromMinutes(5), TimeSpan.FromHours(4), TimeSpan.FromDays(5)), TimeSpan.FromHours(4));
}

using MailActors.Actors.Delivery.Remote.Destinations;
using MailActors.Actors.Delivery.Remote.Sources;
using MailActors.Actors.Queue;
using MailActors.Domain.Destinations;

namespace MailActors.Actors.Delivery.Remote;

/// <summary>Mail to other hosts.</summary>
public sealed record OutboundSettings
{
    /// <summary>The port of mail exchangers. Any but 25 is for tests.</summary>
    public int Port { get; init; } = 25;

    public CourierSettings Courier { get; init; } = new();

    /// <summary>How mail to some domains is treated.</summary>
    public IReadOnlyList<DestinationRule> Destinations { get; init; } = [];

    /// <summary>The local addresses that mail of some senders leaves from.</summary>
    public IReadOnlyList<SourceRule> Sources { get; init; } = [];

    /// <summary>Local addresses that other hosts don't know yet.</summary>
    public IReadOnlyList<WarmUp> WarmUps { get; init; } = [];

    /// <summary>The rules for single destinations, over what the queue does for all.</summary>
    public DestinationRules RulesOver(QueueSettings queue) =>
        new(Destinations, new DestinationTerms(DestinationLimits.Default, queue.Schedule, queue.DelayNoticeAfter));

    public IEnumerable<string> Faults()
    {
        if (Port is < 1 or > 65535) yield return "Outbound:Port must be between 1 and 65535; mail exchangers listen on 25.";
        foreach (var rule in Destinations)
            foreach (var fault in rule.Faults()) yield return fault;
        foreach (var rule in Sources)
            foreach (var fault in rule.Faults()) yield return fault;
        foreach (var warmUp in WarmUps)
            foreach (var fault in warmUp.Faults()) yield return fault;
    }
}

using MailActors.Actors.Delivery.Remote.Certificates;
using MailActors.Actors.Delivery.Remote.Destinations;
using MailActors.Actors.Delivery.Remote.Outbound;
using MailActors.Actors.Delivery.Remote.Routes;
using MailActors.Actors.Delivery.Remote.Sources;
using MailActors.Actors.Queue;
using MailActors.Domain.Destinations;
using MailActors.Domain.Dns;
using MailActors.Domain.Routing;

namespace MailActors.Actors.Delivery.Remote;

/// <summary>Mail to other hosts.</summary>
public sealed record OutboundSettings
{
    /// <summary>The port of mail exchangers. Any but 25 is for tests.</summary>
    public int Port { get; init; } = 25;

    public CourierSettings Courier { get; init; } = new();

    public ClientSettings Client { get; init; } = new();

    public DnsSettings Dns { get; init; } = new();

    public StsSettings MtaSts { get; init; } = new();

    /// <summary>PEM: authorities whose certificates are trusted besides those that this machine trusts, such as one of a company's own.</summary>
    public string Authorities { get; init; } = "";

    /// <summary>Where mail goes when not to the mail exchangers that DNS names.</summary>
    public IReadOnlyList<RouteSettings> Routes { get; init; } = [];

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
        if (Authorities.Length > 0 && TrustedRoots.Fault(Authorities) is { } unreadable) yield return $"Outbound:Authorities names {Authorities}, {unreadable}.";
        foreach (var fault in RouteTable.Faults(Routes)) yield return fault;
    }
}

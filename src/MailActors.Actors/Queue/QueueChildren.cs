using Akka.Actor;
using MailActors.Actors.Delivery.Remote.Destinations;

namespace MailActors.Actors.Queue;

/// <summary>Who carries and tells for a partition.</summary>
/// <param name="Local">Takes <see cref="Delivery.LocalDelivery.Deliver"/>.</param>
/// <param name="Remote">Takes <see cref="Delivery.Remote.RemoteDelivery.Deliver"/>; null: mail for other hosts stays due.</param>
/// <param name="Notifier">Takes <see cref="Delivery.Notices.Notices.Tell"/>; null: who has to be told stays to be told.</param>
public sealed record QueueChildren(Props Local, Props? Remote = null, Props? Notifier = null)
{
    /// <summary>When senders of mail for other hosts hear that it is late, and when it is given up.</summary>
    public DestinationRules Rules { get; init; } = DestinationRules.None;
}

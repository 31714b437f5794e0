using Akka.Actor;
using MailActors.Actors.Delivery.Remote.Destinations;
using MailActors.Actors.Delivery.Remote.Sources;
using MailActors.Domain.Routing;

namespace MailActors.Actors.Delivery.Remote;

/// <summary>What a courier and its deliveries work with.</summary>
/// <param name="Destinations">The shard region of <see cref="DestinationActor"/>.</param>
public sealed record RemoteServices(
    CourierSettings Settings, DestinationRules Rules, SourceAddresses Sources, IRouteTable Routes, IRoutePlanner Planner, IOutbound Outbound, ConnectionCache Kept,
    IActorRef Destinations, TimeProvider Time);

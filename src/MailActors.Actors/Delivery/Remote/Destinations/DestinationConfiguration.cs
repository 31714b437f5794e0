using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using MailActors.Actors.Cluster;
using MailActors.Domain.Destinations;

namespace MailActors.Actors.Delivery.Remote.Destinations;

/// <summary>The destinations' part of a node's actor system.</summary>
public static class DestinationConfiguration
{
    public const string Region = "destination";

    /// <param name="ready">Told the region once it has started; before the queue's partitions need it.</param>
    public static AkkaConfigurationBuilder WithDestinations(
        this AkkaConfigurationBuilder builder, DestinationRules rules, IDestinationPauses pauses, TimeProvider time, Action<IActorRef> ready) => builder
        .WithShardRegion<DestinationActor>(
            Region,
            (_, _, _) => destination => Props.Create<DestinationActor>(destination, rules, pauses, time),
            new DestinationExtractor(),
            new ShardOptions
            {
                Role = ClusterSettings.RelayRole,
                StateStoreMode = StateStoreMode.DData,
                RememberEntities = false,
                // It knows itself when it is not needed: one that is dead is remembered although nobody asks for it.
                ShouldPassivateIdleEntities = false,
            })
        .AddStartup((_, registry) => ready(registry.Get<DestinationActor>()));
}

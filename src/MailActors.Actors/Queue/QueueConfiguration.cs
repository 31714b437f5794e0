using System.Globalization;
using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using MailActors.Actors.Cluster;
using MailActors.Actors.Delivery;
using MailActors.Actors.Mailboxes;

namespace MailActors.Actors.Queue;

/// <summary>The queue's part of a node's actor system.</summary>
public static class QueueConfiguration
{
    /// <summary>The partitions, and what wakes them. Comes after the mailboxes, which they deliver to.</summary>
    /// <param name="mailboxes">Asked for when the first partition starts.</param>
    /// <param name="ready">Told the way to the queue once the region has started.</param>
    public static AkkaConfigurationBuilder WithQueues(
        this AkkaConfigurationBuilder builder, QueueSettings settings, Func<IMailboxes> mailboxes, TimeProvider time, string journal, string snapshots,
        Action<IQueues> ready) => builder
        .WithShardRegion<QueueActor>(
            "queue",
            (_, _, _) => partition => Props.Create(() => new QueueActor(
                int.Parse(partition, CultureInfo.InvariantCulture), settings, time,
                s => Props.Create(() => new LocalDeliveryActor(mailboxes(), s, time)), journal, snapshots)),
            new PartitionExtractor(),
            new ShardOptions
            {
                Role = ClusterSettings.RelayRole,
                StateStoreMode = StateStoreMode.DData,
                RememberEntities = false,
                HandOffStopMessage = StopPartition.Instance,
                ShouldPassivateIdleEntities = false,
            })
        .AddStartup((system, registry) =>
        {
            var region = registry.Get<QueueActor>();
            var queues = new Queues(region, settings, time);
            system.ActorOf(Props.Create(() => new QueueKeeper(region, settings.Partitions, queues)), "queue-keeper");
            ready(queues);
        });
}

using System.Globalization;
using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using MailActors.Actors.Cluster;
using MailActors.Actors.Delivery;
using MailActors.Actors.Delivery.Remote.Destinations;
using MailActors.Actors.Mailboxes;

namespace MailActors.Actors.Queue;

/// <summary>The queue's part of a node's actor system.</summary>
public static class QueueConfiguration
{
    /// <summary>The partitions, and what wakes them. Comes after the mailboxes, which they deliver to.</summary>
    /// <param name="mailboxes">Asked for when the first partition starts.</param>
    /// <param name="ready">Told the way to the queue once the region has started.</param>
    /// <param name="remote">The courier of a partition for other hosts, asked for when a partition starts.</param>
    /// <param name="notifier">Who tells senders, asked for when a partition starts.</param>
    /// <param name="rules">How mail for other hosts is treated.</param>
    public static AkkaConfigurationBuilder WithQueues(
        this AkkaConfigurationBuilder builder, QueueSettings settings, Func<IMailboxes> mailboxes, TimeProvider time, string journal, string snapshots,
        Action<IQueues> ready, DestinationRules rules, Func<Props>? remote = null, Func<Props>? notifier = null) => builder
        .WithShardRegion<QueueActor>(
            "queue",
            (_, _, _) => partition => Produced.By(() => new QueueActor(
                int.Parse(partition, CultureInfo.InvariantCulture), settings, time,
                new QueueChildren(LocalDelivery(mailboxes, settings, time), Made(remote), Made(notifier)) { Rules = rules }, journal, snapshots)),
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
            system.ActorOf(Produced.By(() => new QueueKeeper(region, settings.Partitions, queues)), "queue-keeper");
            ready(queues);
        });

    private static Props LocalDelivery(Func<IMailboxes> mailboxes, QueueSettings settings, TimeProvider time) =>
        Produced.By(() => new LocalDeliveryActor(mailboxes(), settings, time));

    private static Props? Made(Func<Props>? child) => child?.Invoke();
}

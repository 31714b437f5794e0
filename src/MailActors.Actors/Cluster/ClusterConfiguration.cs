using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using Akka.Remote.Hosting;
using MailActors.Actors.Blobs;
using MailActors.Actors.Mailboxes;
using MailActors.Actors.Serialization;
using MailActors.Domain;
using MailActors.Domain.Blobs;
using MailActors.Domain.Mailboxes;

namespace MailActors.Actors.Cluster;

/// <summary>The parts of a node's actor system that make it a member of a cluster, be it of one node.</summary>
public static class ClusterConfiguration
{
    /// <summary>A node that has just started has other things to do.</summary>
    private static readonly TimeSpan FirstSweep = TimeSpan.FromMinutes(10);

    /// <summary>Remoting, membership and serialization. The node joins itself: it is a cluster of one from the start, in the form that a
    /// second node can join later.</summary>
    public static AkkaConfigurationBuilder WithMailCluster(this AkkaConfigurationBuilder builder, ClusterSettings settings) => builder
        .AddHocon(MailHocon.Text, HoconAddMode.Prepend)
        .WithMailSerializer()
        .WithRemoting(settings.Host, settings.Port)
        .WithClustering(new ClusterOptions { Roles = [.. settings.Roles.Count > 0 ? settings.Roles : ClusterSettings.AllRoles] })
        .AddStartup(async (system, _) =>
        {
            var cluster = Akka.Cluster.Cluster.Get(system);
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            await cluster.JoinAsync(cluster.SelfAddress, deadline.Token).ConfigureAwait(false);
        });

    public static AkkaConfigurationBuilder WithMailSerializer(this AkkaConfigurationBuilder builder) =>
        builder.WithCustomSerializer("mail", WireTypes.Bound, system => new MailSerializer(system));

    /// <summary>The region of mailboxes, and <see cref="IMailboxes"/> in the registry.</summary>
    /// <param name="journal">Plugin id of the journal of mailboxes, for example <c>akka.persistence.journal.mailbox</c>.</param>
    /// <param name="snapshots">Plugin id of their snapshot store.</param>
    /// <param name="ready">Told the way to the mailboxes once the region has started.</param>
    public static AkkaConfigurationBuilder WithMailboxes(
        this AkkaConfigurationBuilder builder, MailboxSettings settings, IChunkStore chunks, TimeProvider time, string journal, string snapshots,
        Action<IMailboxes> ready) => builder
        .WithShardRegion<MailboxActor>(
            "mailbox",
            (_, _, _) => id => MailboxProps(id, settings, chunks, time, journal, snapshots),
            new AccountExtractor(settings.Shards),
            new ShardOptions
            {
                Role = ClusterSettings.StoreRole,
                StateStoreMode = StateStoreMode.DData,
                RememberEntities = false,
                HandOffStopMessage = StopMailbox.Instance,
                ShouldPassivateIdleEntities = true,
                PassivateIdleEntityAfter = settings.PassivateAfter,
            })
        .AddStartup((_, registry) => ready(new Mailboxes.Mailboxes(registry.Get<MailboxActor>(), settings, time)));

    /// <summary>The one sweeper of the cluster.</summary>
    /// <param name="every">From the end of one sweep to the start of the next.</param>
    public static AkkaConfigurationBuilder WithBlobSweeper(this AkkaConfigurationBuilder builder, Func<ActorSystem, IBlobSweep> sweep, TimeSpan every) =>
        builder.WithSingleton<BlobSweeper>(
            "blob-sweeper",
            (system, _, _) => BlobSweeper.Props(sweep(system), every < FirstSweep ? every : FirstSweep, every),
            new ClusterSingletonOptions { Role = ClusterSettings.StoreRole },
            createProxyToo: false);

    private static Props MailboxProps(
        string id, MailboxSettings settings, IChunkStore chunks, TimeProvider time, string journal, string snapshots) =>
        Props.Create<MailboxActor>(
            new AccountId(long.Parse(id, System.Globalization.CultureInfo.InvariantCulture)), chunks, settings, time, journal, snapshots);
}

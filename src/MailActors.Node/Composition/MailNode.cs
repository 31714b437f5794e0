using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using Akka.Streams;
using MailActors.Actors.Cluster;
using MailActors.Actors.Delivery.Notices;
using MailActors.Actors.Delivery.Remote.Destinations;
using MailActors.Actors.Forwarding;
using MailActors.Actors.Imap;
using MailActors.Actors.Mailboxes;
using MailActors.Actors.Operations;
using MailActors.Actors.Pop3;
using MailActors.Actors.Queue;
using MailActors.Actors.Smtp;
using MailActors.Actors.Transport;
using MailActors.Actors.Transport.Certificates;
using MailActors.Actors.Transport.Listening;
using MailActors.Domain.Blobs;
using MailActors.Node.Operations;
using MailActors.Node.Settings;
using MailActors.Storage.Journal;
using MailActors.Storage.Sweep;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MailActors.Node.Composition;

/// <summary>A whole node: stores, actor system, listeners. It composes and decides nothing about mail.</summary>
public sealed class MailNode : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly ConnectionEnvironment _connections;
    private readonly OutboundMail _outbound;
    private readonly IBlobSweep _sweep;

    private MailNode(IHost host, NodeStores stores, ConnectionEnvironment connections, IMailboxes mailboxes, IQueues queues, OutboundMail outbound, IBlobSweep sweep)
    {
        _sweep = sweep;
        _outbound = outbound;
        _host = host;
        _connections = connections;
        Stores = stores;
        Mailboxes = mailboxes;
        Queues = queues;
    }

    public NodeStores Stores { get; }

    public IMailboxes Mailboxes { get; }

    public IQueues Queues { get; }

    public ActorSystem System => _host.Services.GetRequiredService<ActorSystem>();

    /// <summary>Starts everything but the listeners.</summary>
    public static async Task<MailNode> Start(NodeSettings settings, string hostName, NodeStores stores, TimeProvider time, Action<ILoggingBuilder> logging)
    {
        IMailboxes? mailboxes = null;
        IQueues? queues = null;
        IBlobSweep? sweep = null;
        var outbound = OutboundMail.Create(settings, hostName, stores, time);
        var notices = new NoticeOffice(settings.Notices, hostName, stores.Directory, ReturnPathsOf(settings, stores), stores.Blobs, () => queues!, time);
        var builder = Host.CreateEmptyApplicationBuilder(new() { DisableDefaults = true });
        builder.Services.AddLogging(logging);
        builder.Services.AddAkka("mailactors", akka => akka
            .ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLoggerFactory();
            })
            .AddHocon(ShutdownHocon, HoconAddMode.Prepend)
            .AddHocon(SqlitePersistence.Config, HoconAddMode.Prepend)
            .AddSetup(new SqliteStorageSetup(stores.Database, time))
            .WithMailCluster(settings.Cluster)
            .WithMailboxes(
                settings.Mailboxes, stores.Chunks, time, SqlitePersistence.MailboxJournal, SqlitePersistence.MailboxSnapshots, ready => mailboxes = ready)
            .WithBlobSweeper(system => sweep = new BlobSweep(stores.Database, StoredObjects.Decoder(system.Serialization), settings.Sweep, time), settings.Sweep.Every)
            .WithDestinations(outbound.Rules, stores.Pauses, time, region => outbound.Destinations = region)
            .WithQueues(
                settings.Queue, () => mailboxes!, time, SqlitePersistence.QueueJournal, SqlitePersistence.QueueSnapshots, ready => queues = ready,
                outbound.Rules, outbound.Courier, () => Produced.By(() => new NotifierActor(settings.Notices, notices, time))));
        var host = builder.Build();
        await host.StartAsync().ConfigureAwait(false);
        return new(host, stores, new(settings.Transport, time), mailboxes!, queues!, outbound, sweep!);
    }

    /// <summary>Opens the doors. Faults are the ports that could not be had, in words; none when all are open.</summary>
    public async Task<IReadOnlyList<string>> Listen(NodeSettings settings, string hostName, CertificateFiles files, TimeProvider time)
    {
        var certificate = new NodeCertificate(files);
        var endpoints = Endpoints.All(
            settings,
            certificate,
            new SmtpServices(
                hostName, settings.Smtp, Stores.Directory, Stores.Authenticator, Stores.Blobs, Queues, Mailboxes, ReturnPathsOf(settings, Stores), Stores.Sending,
                settings.Submission, time),
            new ImapServices(hostName, settings.Imap, Mailboxes, Stores.Blobs, Stores.Authenticator, time),
            new Pop3Services(hostName, settings.Pop3, Mailboxes, Stores.Blobs, Stores.Authenticator, time));
        var limits = new ConnectionLimits(settings.Connections, time);
        var listeners = endpoints.Select(one => System.ActorOf(ListenerActor.Props(one, _connections, limits, time), $"listener-{one.Name}")).ToList();
        System.ActorOf(CertificateWatchActor.Props(certificate), "certificate");
        ListenerShutdown.DrainOnShutdown(System, listeners, settings.DrainWithin);
        var bound = await Task.WhenAll(listeners.Select(one => one.Ask<object>(ListenerProtocol.AwaitBound.Instance, TimeSpan.FromSeconds(10)))).ConfigureAwait(false);
        List<string> faults = [.. bound.OfType<ListenerProtocol.BindFailed>().Select(failed => failed.Reason)];
        if (faults.Count > 0) return [.. faults, OtherPorts];
        var palettes = Palettes.All(
            System, Stores, Mailboxes, Queues, _outbound, () => new(hostName, settings.PortOffset, [.. certificate.KeyHash()]), listeners, _sweep, ReturnPathsOf(settings, Stores), time);
        var console = new OperatorConsole(OperatorToken.Ensure(settings.Data), palettes, Logging.GetLogger(System, "operators"));
        try
        {
            await OperatorPort.Listen(System, Ports.Operators + settings.PortOffset, console).ConfigureAwait(false);
            return faults;
        }
        catch (Exception e) when (e is StreamTcpException or BindFailedException)
        {
            return [$"The operator port {Ports.Operators + settings.PortOffset} can't be had: {e.Message}", OtherPorts];
        }
    }

    /// <summary>Waits until the node is to stop: true; or until it has stopped by itself, because its cluster downed it: false.</summary>
    public async Task<bool> RunsUntil(CancellationToken stop)
    {
        var asked = new TaskCompletionSource();
        await using var registration = stop.Register(() => asked.TrySetResult());
        return await Task.WhenAny(asked.Task, System.WhenTerminated).ConfigureAwait(false) == asked.Task;
    }

    /// <summary>Drains the sessions, writes what is under way and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await CoordinatedShutdown.Get(System).Run(CoordinatedShutdown.ClrExitReason.Instance).ConfigureAwait(false);
        await _host.StopAsync().ConfigureAwait(false);
        _host.Dispose();
        await _outbound.DisposeAsync().ConfigureAwait(false);
        _connections.Dispose();
    }

    private const string OtherPorts = "Does another node or mail server run here? Stop it, or choose other ports with --port-offset N.";

    private static ReturnPaths ReturnPathsOf(NodeSettings settings, NodeStores stores) => new(settings.Forwarding, stores.Directory, stores.ReturnPaths);

    // The node runs the shutdown itself, when it is told to stop; a node that was downed by its cluster ends as a process.
    private const string ShutdownHocon = """
        akka.coordinated-shutdown {
          run-by-clr-shutdown-hook = off
          exit-clr = off
          phases.service-requests-done.timeout = 20s
          phases.cluster-sharding-shutdown-region.timeout = 8s
          phases.cluster-exiting.timeout = 3s
        }
        akka.cluster.run-coordinated-shutdown-when-down = on
        akka.log-dead-letters = off
        akka.log-dead-letters-during-shutdown = off
        """;
}

using Akka.Actor;
using Akka.Hosting;
using MailActors.Actors.Transport.Certificates;

namespace MailActors.Actors.Transport.Listening;

/// <summary>The listeners of one node: how they start, and how they end in a coordinated shutdown.</summary>
public static class ListenerHosting
{
    // Answers come at once; this is for a node that is in trouble already.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Starts a listener per endpoint, as /user/listener-{name}. On shutdown all stop listening first (phase service-unbind), then
    /// sessions have <paramref name="grace"/> to end (phase service-requests-done).</summary>
    public static AkkaConfigurationBuilder WithListeners(
        this AkkaConfigurationBuilder builder,
        IReadOnlyList<ListenerEndpoint> endpoints,
        ConnectionEnvironment environment,
        ConnectionLimits limits,
        TimeSpan grace,
        TimeProvider time)
    {
        var phase = (int)(grace + Patience + Patience).TotalMilliseconds;
        return builder
            .AddHocon($"akka.coordinated-shutdown.phases.service-requests-done.timeout = {phase}ms", HoconAddMode.Prepend)
            .WithActors((system, registry) =>
            {
                var listeners = endpoints
                    .Select(one => system.ActorOf(ListenerActor.Props(one, environment, limits, time), $"listener-{one.Name}"))
                    .ToList();
                registry.Register<Listeners>(system.ActorOf(Listeners.Props(listeners), "listeners"));
                DrainOnShutdown(system, listeners, grace);
            });
    }

    public static AkkaConfigurationBuilder WithCertificateWatch(this AkkaConfigurationBuilder builder, NodeCertificate certificate) =>
        builder.WithActors((system, _) => system.ActorOf(CertificateWatchActor.Props(certificate), "certificate"));

    public static void DrainOnShutdown(ActorSystem system, IReadOnlyList<IActorRef> listeners, TimeSpan grace)
    {
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "unbind-listeners", () => All<ListenerProtocol.Unbound>(
            listeners, ListenerProtocol.Unbind.Instance, Patience));
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceRequestsDone, "drain-sessions", () => All<ListenerProtocol.Drained>(
            listeners, new ListenerProtocol.Drain(grace), grace + Patience));
    }

    private static async Task<Akka.Done> All<TAnswer>(IEnumerable<IActorRef> listeners, object message, TimeSpan patience)
    {
        await Task.WhenAll(listeners.Select(one => one.Ask<TAnswer>(message, patience))).ConfigureAwait(false);
        return Akka.Done.Instance;
    }
}

using Akka.Actor;

namespace MailActors.Actors.Transport.Listening;

/// <summary>The listeners of one node: how they end in a coordinated shutdown.</summary>
public static class ListenerShutdown
{
    // Answers come at once; this is for a node that is in trouble already.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>On shutdown all stop listening first (phase service-unbind), then sessions have <paramref name="grace"/> to end (phase
    /// service-requests-done, whose timeout must be longer).</summary>
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

using System.Diagnostics;
using Akka.Actor;
using MailActors.Actors.Transport.Listening;

namespace MailActors.Actors.Operations.Palettes;

public sealed class NodePalette(ActorSystem system, string hostName, IReadOnlyList<IActorRef> listeners, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly long _started = time.GetTimestamp();

    public CommandPalette Make() => new("node", "This node", [
        new("status", "Shows how it is, and its listeners", [], async call =>
        {
            using var process = Process.GetCurrentProcess();
            var cluster = Akka.Cluster.Cluster.Get(system);
            await call.Say(
                $"{hostName}: up {time.GetElapsedTime(_started):d\\.hh\\:mm\\:ss}, {process.WorkingSet64 >> 20} MB, {process.Threads.Count} threads, "
                + $"cluster of {cluster.State.Members.Count} ({cluster.SelfMember.Status})").ConfigureAwait(false);
            foreach (var listener in listeners)
            {
                var status = await listener.Ask<ListenerProtocol.ListenerStatus>(ListenerProtocol.GetStatus.Instance, Patience, call.Cancel).ConfigureAwait(false);
                await call.Row(("listener", status.Name), ("address", status.Address?.ToString()), ("open", status.Open), ("accepted", status.Accepted), ("refused", status.Refused)).ConfigureAwait(false);
            }

            return 0;
        }),
    ]);
}

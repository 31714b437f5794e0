using Akka.Actor;
using static MailActors.Actors.Transport.Listening.ListenerProtocol;

namespace MailActors.Actors.Transport.Listening;

/// <summary>All listeners of a node behind one reference, for the operators' commands: what it is told it passes on to each, and each
/// answers for itself, so one <see cref="GetStatus"/> is answered as often as <see cref="CountListeners"/> says.</summary>
public sealed class Listeners : ReceiveActor
{
    public Listeners(IReadOnlyList<IActorRef> listeners)
    {
        Receive<CountListeners>(_ => Sender.Tell(listeners.Count));
        ReceiveAny(message =>
        {
            foreach (var one in listeners) one.Forward(message);
        });
    }

    public static Props Props(IReadOnlyList<IActorRef> listeners) => Akka.Actor.Props.Create(() => new Listeners(listeners));

    /// <summary>Answered by an int.</summary>
    public sealed record CountListeners : INoSerializationVerificationNeeded
    {
        public static readonly CountListeners Instance = new();
    }
}

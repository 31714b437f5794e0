using Akka.Actor;
using MailActors.Actors.Delivery.Remote;
using MailActors.Actors.Queue;
using MailActors.Domain.Queue;
using Xunit;

namespace MailActors.Actors.Tests.Queue;

public sealed class QueueTickTests : QueueSpec
{
    /// <summary>A few of many thousand messages are due: nothing is done for the others.</summary>
    [Fact]
    [Trait("acceptance", "SC-02")]
    public void A_look_for_what_is_due_visits_only_what_is_due()
    {
        const int Waiting = 20_000, Due = 7;
        var state = QueueState.Empty.Apply(new([.. Enumerable.Range(0, Waiting).Select(n => Remotely(n, "a.example"))], []));
        state = state.Apply(new([], [.. Enumerable.Range(0, Waiting).Select(n => new Settlement(Id(n), new Outcome.Deferred(0, Later, At(n < Due ? 60 : 7_200))))]));
        var visits = 0;
        Func<QueueState> look = Visited;
        var (settings, time, remote) = (Settings, Time, Remote.Ref);
        var desk = Sys.ActorOf(Props.Create(() => new Desk(settings, time, remote, look)));

        desk.Tell("begin");
        ExpectMsg("done");
        Assert.InRange(visits, Waiting, 10 * Waiting); // the control: visits are seen
        Assert.Equal(0, VisitsOfATick(seconds: 59));
        Assert.InRange(VisitsOfATick(seconds: 2), Due, 5 * Due);
        for (var n = 0; n < Due; n++) Remote.ExpectMsg<RemoteDelivery.Deliver>();
        Assert.Equal(0, VisitsOfATick(seconds: 60));

        QueueState Visited()
        {
            visits++;
            return state;
        }

        int VisitsOfATick(int seconds)
        {
            visits = 0;
            Time.Advance(TimeSpan.FromSeconds(seconds));
            desk.Tell("tick");
            ExpectMsg("done");
            return visits;
        }
    }

    /// <summary>A partition's deliveries without the partition.</summary>
    private sealed class Desk : UntypedActor
    {
        private readonly Deliveries _deliveries;

        public Desk(QueueSettings settings, TimeProvider time, IActorRef remote, Func<QueueState> state) => _deliveries = new(
            settings, time, new QueueChildren(Props.Create(() => new Hand(remote)), Props.Create(() => new Hand(remote))), new PendingWrite(settings.MaxBatch), Context, state);

        protected override void OnReceive(object message)
        {
            if (message is "begin") _deliveries.Begin();
            else _deliveries.StartDue();
            Sender.Tell("done");
        }
    }

    private sealed class Hand(IActorRef probe) : UntypedActor
    {
        protected override void OnReceive(object message) => probe.Tell(message);
    }
}

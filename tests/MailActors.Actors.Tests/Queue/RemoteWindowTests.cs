using Akka.Actor;
using MailActors.Actors.Delivery.Remote;
using MailActors.Domain.Queue;
using Xunit;

namespace MailActors.Actors.Tests.Queue;

/// <summary>How the mail of many domains shares the way out of one partition.</summary>
public sealed class RemoteWindowTests : QueueSpec
{
    public RemoteWindowTests() => Settings = Settings with { MaxRemotePerDomain = 2, MaxRemote = 6, MaxRemoteRetries = 6 };

    [Fact, Trait("acceptance", "RM-03"), Trait("acceptance", "RM-06")]
    public void A_mailing_to_a_slow_domain_does_not_hold_up_the_mail_behind_it()
    {
        var queue = Start();
        for (var number = 1; number <= 20; number++) Take(queue, Remotely(number, "slow.example"));
        Assert.Equal([Id(1), Id(2)], [Handed(), Handed()]);
        Take(queue, Remotely(21, "good.example"));
        Assert.Equal(Id(21), Handed());
        Remote.ExpectNoMsg(TimeSpan.FromMilliseconds(100));

        // One that comes back makes room for the next of its domain, in order.
        Put(queue, 2, new Outcome.Delivered(0));
        Assert.Equal(Id(3), Handed());
        Remote.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void Without_a_part_for_each_domain_it_would()
    {
        // The control: the same window without shares is full of the slow one.
        Settings = Settings with { MaxRemotePerDomain = 6 };
        var queue = Start();
        for (var number = 1; number <= 20; number++) Take(queue, Remotely(number, "slow.example"));
        for (var number = 1; number <= 6; number++) Assert.Equal(Id(number), Handed());
        Take(queue, Remotely(21, "good.example"));
        Remote.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void All_that_was_parked_is_handed_on_and_the_urgent_of_it_first()
    {
        var queue = Start();
        for (var number = 1; number <= 30; number++)
            Take(queue, Remotely(number, $"d{number % 3}.example") with { Handling = new() { Priority = number == 30 ? 4 : 0 } });
        var order = new List<QueueId>();
        for (var i = 0; i < 30; i++)
        {
            var next = Handed();
            order.Add(next);
            queue.Tell(new RemoteDelivery.Finished(next, [new Outcome.Delivered(0)]));
        }

        Assert.Equal(30, order.Distinct().Count());
        // Two of its domain went before it came.
        Assert.InRange(order.IndexOf(Id(30)), 6, 12);
        AwaitAssert(() => Assert.Equal(0, List(queue).Total));
    }

    [Fact]
    public void Retries_have_parts_too_and_what_was_parked_is_there_after_a_restart()
    {
        var queue = Start();
        for (var number = 1; number <= 5; number++)
        {
            Take(queue, Remotely(number, "dead.example"));
            Assert.Equal(Id(number), Handed());
            Put(queue, number, new Outcome.Deferred(0, Later, At(60)));
            Seen(queue, number, RecipientStatus.Deferred);
        }

        Pass(queue, 61);
        var first = new[] { Handed(), Handed() };
        Remote.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
        Stop(queue);
        queue = Start();
        List<QueueId> seen = [];
        for (var i = 0; i < 5; i++)
        {
            seen.Add(Handed());
            queue.Tell(new RemoteDelivery.Finished(seen[^1], [new Outcome.Delivered(0)]));
        }

        Assert.Equal(5, seen.Distinct().Count());
        Assert.Contains(first[0], seen);
    }

    [Fact]
    public void Held_mail_that_was_parked_stays_and_goes_when_it_is_released()
    {
        var queue = Start();
        for (var number = 1; number <= 3; number++) Take(queue, Remotely(number, "slow.example"));
        Assert.Equal([Id(1), Id(2)], [Handed(), Handed()]);
        Operate(queue, new QueueCommands.OperateMessage(3, Id(3), QueueAction.Hold));
        Remote.ExpectMsg<RemoteDelivery.Withdraw>();
        Put(queue, 1, new Outcome.Delivered(0));
        Remote.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
        Operate(queue, new QueueCommands.OperateMessage(3, Id(3), QueueAction.Release));
        Assert.Equal(Id(3), Handed());
    }

    private QueueId Handed() => Remote.ExpectMsg<RemoteDelivery.Deliver>(Patience).Envelope.Id;
}

using Akka.Actor;
using MailActors.Actors.Delivery.Notices;
using MailActors.Actors.Delivery.Remote;
using MailActors.Actors.Queue;
using MailActors.Domain.Queue;
using MailActors.Protocol.Addresses;
using Xunit;
using static MailActors.Domain.Queue.QueueReplies;
using Envelope = MailActors.Domain.Queue.Envelope;

namespace MailActors.Actors.Tests.Queue;

public sealed class QueueDrainTests : QueueSpec
{
    [Fact]
    public void A_partition_that_stops_waits_for_what_other_hosts_have_in_hand_and_settles_it()
    {
        Drains = CreateTestProbe();
        var queue = Start();
        Take(queue, 1, "a.example");
        Remote.ExpectMsg<RemoteDelivery.Deliver>();

        queue.Tell(StopPartition.Instance);
        Drains.ExpectMsg<RemoteDelivery.Drain>();
        queue.Tell(new RemoteDelivery.Finished(Id(1), [new Outcome.Delivered(0)]));
        AwaitAssert(() => Assert.Equal(0, List(queue).Total));
        Assert.Equal(2, Journal.Events);
        queue.Tell(RemoteDelivery.Drained.Instance);

        ExpectTerminated(queue);
        Drains = null;
        Assert.Equal(0, List(Start()).Total);
    }

    [Fact]
    public void What_does_not_end_in_time_is_cut_off_and_tried_again_by_the_next_one()
    {
        Settings = new() { DrainWithin = TimeSpan.FromMilliseconds(1) };
        Drains = CreateTestProbe();
        var queue = Start();
        Take(queue, 1, "a.example");
        Remote.ExpectMsg<RemoteDelivery.Deliver>();

        queue.Tell(StopPartition.Instance);
        ExpectTerminated(queue);

        Start();
        Assert.Equal(Id(1), Remote.ExpectMsg<RemoteDelivery.Deliver>().Envelope.Id);
    }

    [Fact]
    public void A_courier_that_dies_while_it_drains_holds_nobody_up()
    {
        Drains = CreateTestProbe();
        var queue = Start();
        Take(queue, 1, "a.example");
        Remote.ExpectMsg<RemoteDelivery.Deliver>();

        queue.Tell(StopPartition.Instance);
        Drains.ExpectMsg<RemoteDelivery.Drain>();
        Drains.LastSender.Tell("It crashed.");

        ExpectTerminated(queue);
    }

    [Fact]
    public void Nothing_is_begun_while_a_partition_stops()
    {
        Drains = CreateTestProbe();
        var queue = Start();
        queue.Tell(StopPartition.Instance);
        Drains.ExpectMsg<RemoteDelivery.Drain>();

        queue.Tell(new QueueCommands.AcceptMessage(3, Remotely(1, "a.example")), TestActor);
        Assert.Equal(QueueRejection.Overloaded, ExpectMsg<Rejected>().Reason);
        Pass(queue, 1);
        Remote.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    [Trait("acceptance", "RM-07")]
    public void The_rule_of_a_domain_says_when_its_mail_is_late_and_until_when_it_is_tried()
    {
        Rules =
        [
            new() { For = "quick.example", DelayNoticeAfter = TimeSpan.FromMinutes(10), GiveUpAfter = TimeSpan.FromHours(1) },
            new() { For = "quiet.example", DelayNoticeAfter = TimeSpan.Zero },
        ];
        var queue = Start();
        foreach (var (number, domain) in new[] { (1, "quick.example"), (2, "quiet.example"), (3, "usual.example") })
        {
            Take(queue, number, domain);
            Remote.ExpectMsg<RemoteDelivery.Deliver>();
            queue.Tell(new RemoteDelivery.Finished(Id(number), [new Outcome.Deferred(0, new("4.4.1", "It is down."), Seconds + 100_000)]));
            AwaitAssert(() => Assert.Equal(RecipientStatus.Deferred, List(queue).Messages.Single(m => m.Envelope.Id == Id(number)).Recipients[0].Status));
        }

        Pass(queue, 660);
        var early = Notifier.ExpectMsg<Notices.Tell>();
        Assert.Equal((Id(1), Notices.NoticeKind.Delay), (early.Envelope.Id, early.Kind));
        Assert.Equal(early.Envelope.Since + 3_600, early.Items[0].RetryUntil);
        queue.Tell(new Notices.Told(Id(1), Notices.NoticeKind.Delay, [0]));
        Pass(queue, 4 * 3_600);
        Assert.Equal(Id(3), Notifier.ExpectMsg<Notices.Tell>().Envelope.Id);
        Notifier.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    private long Seconds => Time.GetUtcNow().ToUnixTimeSeconds();

    private static Envelope Remotely(int number, string domain) => Mail(number) with { Recipients = [To(0, null) with { Address = new MailAddress("user", domain) }] };

    private void Take(IActorRef queue, int number, string domain)
    {
        queue.Tell(new QueueCommands.AcceptMessage(3, Remotely(number, domain)), TestActor);
        ExpectMsg<Accepted>();
    }
}

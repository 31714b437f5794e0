using Akka.Actor;
using MailActors.Actors.Delivery.Notices;
using MailActors.Actors.Delivery.Remote;
using MailActors.Domain.Queue;
using Xunit;
using static MailActors.Domain.Queue.QueueReplies;

namespace MailActors.Actors.Tests.Queue;

public sealed class QueueRemoteTests : QueueSpec
{
    private static readonly Reason Gone = new("5.1.1", "no such user");

    [Fact]
    public void Recipients_of_one_domain_are_handed_on_together()
    {
        var queue = Start();
        Take(queue, Remotely(1, "a.example", "b.example", "a.example"));
        var (one, two) = (Remote.ExpectMsg<RemoteDelivery.Deliver>(), Remote.ExpectMsg<RemoteDelivery.Deliver>());
        Assert.Equal(("a.example", "b.example"), (one.Domain, two.Domain));
        Assert.Equal([0, 2], one.Recipients.AsEnumerable());
        Assert.Equal([1], two.Recipients.AsEnumerable());
    }

    [Fact]
    public void A_full_window_of_retries_does_not_hold_up_new_mail_and_what_comes_back_frees_it()
    {
        Settings = Settings with { MaxRemote = 1, MaxRemoteRetries = 1 };
        var queue = Start();
        foreach (var number in new[] { 1, 2 })
        {
            Take(queue, Remotely(number, "dead.example"));
            Remote.ExpectMsg<RemoteDelivery.Deliver>();
            Put(queue, number, new Outcome.Deferred(0, Later, At(60)));
            Seen(queue, number, RecipientStatus.Deferred);
        }

        Pass(queue, 61);
        Assert.Equal(Id(1), Remote.ExpectMsg<RemoteDelivery.Deliver>().Envelope.Id);
        Take(queue, Remotely(3, "good.example"));
        Assert.Equal(Id(3), Remote.ExpectMsg<RemoteDelivery.Deliver>().Envelope.Id);
        Put(queue, 1, new Outcome.Deferred(0, Later, At(900), Tried: false));
        Assert.Equal(Id(2), Remote.ExpectMsg<RemoteDelivery.Deliver>().Envelope.Id);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void When_the_courier_dies_the_next_one_is_given_all_of_it_again(bool crash)
    {
        var queue = Start();
        Take(queue, Remotely(1, "a.example", "b.example"));
        for (var i = 0; i < 2; i++) Remote.ExpectMsg<RemoteDelivery.Deliver>();
        Remote.LastSender.Tell(crash ? "It crashed." : PoisonPill.Instance);
        Assert.Equal(["a.example", "b.example"], new[] { Remote.ExpectMsg<RemoteDelivery.Deliver>().Domain, Remote.ExpectMsg<RemoteDelivery.Deliver>().Domain }.Order());
    }

    [Fact]
    public void A_failed_recipient_leaves_after_its_sender_was_told_and_not_before_even_over_a_restart()
    {
        var queue = Start();
        Take(queue, Remotely(1, "a.example"));
        Remote.ExpectMsg<RemoteDelivery.Deliver>();
        Put(queue, 1, new Outcome.Failed(0, Gone));
        Assert.Equal(new(0, Gone, null, null), Assert.Single(Notifier.ExpectMsg<Notices.Tell>().Items));
        Stop(queue);
        queue = Start();
        Assert.Equal(Notices.NoticeKind.Failure, Notifier.ExpectMsg<Notices.Tell>().Kind);
        Assert.Equal(1, List(queue).Total);
        queue.Tell(new Notices.Told(Id(1), Notices.NoticeKind.Failure, [0]));
        Stop(queue);
        queue = Start();
        Assert.Equal(0, List(queue).Total);
        Notifier.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void Failures_of_one_message_are_told_together_when_its_other_recipients_have_come_back()
    {
        var queue = Start();
        Take(queue, Remotely(1, "a.example", "b.example", "c.example"));
        for (var i = 0; i < 3; i++) Remote.ExpectMsg<RemoteDelivery.Deliver>();
        Put(queue, 1, new Outcome.Failed(0, Gone));
        Seen(queue, 1, RecipientStatus.Failed);
        Put(queue, 1, new Outcome.Failed(1, Gone));
        Put(queue, 1, new Outcome.Delivered(2));
        Assert.Equal([0, 1], Notifier.ExpectMsg<Notices.Tell>().Items.Select(i => i.Recipient));
    }

    [Fact]
    public void What_could_not_be_told_is_told_later()
    {
        var queue = Start();
        Take(queue, Remotely(1, "a.example"));
        Put(queue, 1, new Outcome.Failed(0, Gone));
        Notifier.ExpectMsg<Notices.Tell>();
        queue.Tell(new Notices.NotTold(Id(1), Notices.NoticeKind.Failure, [0]));
        List(queue);
        Pass(queue, 31);
        Notifier.ExpectMsg<Notices.Tell>();
    }

    [Fact]
    [Trait("acceptance", "RM-07")]
    public void Late_mail_is_told_of_once_at_four_hours_and_after_five_days_one_notice_ends_it()
    {
        var queue = Start();
        Take(queue, Remotely(1, "a.example"));
        var kinds = new List<Notices.NoticeKind>();
        for (var hour = 0; hour <= 5 * 24; hour++)
        {
            Remote.ExpectMsg<RemoteDelivery.Deliver>();
            var over = Settings.GiveUpAfter <= Time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(Mail(1).ReceivedAt);
            Put(queue, 1, over ? new Outcome.Failed(0, Later.GivenUpAfter(Settings.GiveUpAfter)) : new Outcome.Deferred(0, Later, At(3_600)));
            Seen(queue, 1, over ? RecipientStatus.Failed : RecipientStatus.Deferred, tries: hour + 1);
            while (Notifier.HasMessages)
            {
                var tell = Notifier.ExpectMsg<Notices.Tell>();
                kinds.Add(tell.Kind);
                queue.Tell(new Notices.Told(Id(1), tell.Kind, [0]));
            }

            if (over) break;
            Pass(queue, 3_601);
        }

        AwaitAssert(() => Assert.Equal(0, List(queue).Total));
        Assert.Equal([Notices.NoticeKind.Delay, Notices.NoticeKind.Failure], kinds);
    }

    [Fact]
    public void Nothing_is_tried_before_its_time_of_release()
    {
        var queue = Start();
        Take(queue, Remotely(1, "a.example") with { Handling = new() { ReleaseAt = At(600) } });
        Take(queue, Remotely(2, "a.example"));
        Assert.Equal(Id(2), Remote.ExpectMsg<RemoteDelivery.Deliver>().Envelope.Id);
        Pass(queue, 601);
        Assert.Equal(Id(1), Remote.ExpectMsg<RemoteDelivery.Deliver>().Envelope.Id);
    }

    [Theory]
    [InlineData(true, Notices.NoticeKind.Failure)]
    [InlineData(false, Notices.NoticeKind.Delay)]
    public void When_the_time_a_sender_set_is_over_mail_is_returned_or_its_sender_is_told(bool back, Notices.NoticeKind kind)
    {
        var queue = Start();
        Take(queue, Remotely(1, "a.example") with { Handling = new() { DeliverBy = new(At(600), back, Trace: false) } });
        Remote.ExpectMsg<RemoteDelivery.Deliver>();
        Put(queue, 1, new Outcome.Deferred(0, Later, At(3_000)));
        Seen(queue, 1, RecipientStatus.Deferred);
        Pass(queue, 601);
        Assert.Equal(kind, Notifier.ExpectMsg<Notices.Tell>().Kind);
    }

    [Fact]
    public void Held_mail_stays_over_a_restart_and_goes_on_when_it_is_released()
    {
        var queue = Start();
        Take(queue, Remotely(1, "a.example") with { Handling = new() { ReleaseAt = At(600) } });
        Operate(queue, new QueueCommands.OperateMessage(3, Id(1), QueueAction.Hold));
        Remote.ExpectMsg<RemoteDelivery.Withdraw>();
        Pass(queue, 601);
        Assert.True(Assert.Single(List(queue).Messages).Held);
        Stop(queue);
        queue = Start();
        Assert.True(Assert.Single(List(queue).Messages).Held);
        Remote.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
        Operate(queue, new QueueCommands.OperateMessage(3, Id(1), QueueAction.Release));
        Remote.ExpectMsg<RemoteDelivery.Deliver>();
    }

    [Fact]
    public void Holding_takes_from_the_courier_what_it_has_not_begun()
    {
        var queue = Start();
        Take(queue, Remotely(1, "a.example"));
        Remote.ExpectMsg<RemoteDelivery.Deliver>();
        Operate(queue, new QueueCommands.OperateMessage(3, Id(1), QueueAction.Hold));
        Assert.Equal(Id(1), Remote.ExpectMsg<RemoteDelivery.Withdraw>().Message);
        Operate(queue, new QueueCommands.OperateMessage(3, Id(1), QueueAction.Release));
        Remote.ExpectMsg<RemoteDelivery.Deliver>();
    }

    [Fact]
    public void A_retry_does_not_wait_for_its_time()
    {
        var queue = Start();
        Take(queue, Remotely(1, "a.example"));
        Remote.ExpectMsg<RemoteDelivery.Deliver>();
        Put(queue, 1, new Outcome.Deferred(0, Later, At(9_000)));
        Seen(queue, 1, RecipientStatus.Deferred);
        Operate(queue, new QueueCommands.OperateMessage(3, Id(1), QueueAction.Retry));
        Assert.Equal(1, Remote.ExpectMsg<RemoteDelivery.Deliver>().Tries);
    }

    [Fact]
    public void Cancelled_mail_is_told_of_and_discarded_mail_is_not()
    {
        var queue = Start();
        foreach (var number in new[] { 1, 2 })
        {
            Take(queue, Remotely(number, "a.example"));
            Remote.ExpectMsg<RemoteDelivery.Deliver>();
        }

        Operate(queue, new QueueCommands.OperateMessage(3, Id(1), QueueAction.Discard));
        Operate(queue, new QueueCommands.OperateMessage(3, Id(2), QueueAction.Cancel));
        Assert.Equal(Id(2), Notifier.ExpectMsg<Notices.Tell>().Envelope.Id);
        Assert.Equal(Id(2), Assert.Single(List(queue).Messages).Envelope.Id);
        Notifier.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void A_command_for_a_message_that_is_not_there_writes_nothing()
    {
        var queue = Start();
        queue.Tell(new QueueCommands.OperateMessage(3, Id(1), QueueAction.Retry), TestActor);
        Assert.False(ExpectMsg<Operated>().Found);
        Assert.Equal(0, Journal.Events);
    }
}

using Akka.Actor;
using MailActors.Actors.Delivery.Notices;
using MailActors.Actors.Delivery.Remote;
using MailActors.Domain;
using MailActors.Domain.Queue;
using Xunit;

namespace MailActors.Actors.Tests.Queue;

/// <summary>Mail that is held for a time, has to be there by a time, or is marked for each recipient.</summary>
public sealed class QueueTermsTests : QueueSpec
{
    [Fact]
    public void Held_mail_goes_when_its_time_has_come_to_mailboxes_here_as_to_other_hosts_even_over_a_restart()
    {
        var queue = Start();
        Take(queue, Remotely(1, "a.example") with { Handling = new() { ReleaseAt = At(3_600) }, Recipients = [To(0, new AccountId(7)), To(1, null)] });
        var shown = List(queue).Messages.Single();
        Assert.All(shown.Recipients, r => Assert.Equal((At(3_600), "future"), (r.NextTry, QueueCensus.StatusOf(shown.Envelope, r.Status, shown.Held, At(0)))));
        Pass(queue, 3_500);
        Stop(queue);
        queue = Start();
        Pass(queue, 90);
        Delivery.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
        Remote.ExpectNoMsg(TimeSpan.Zero);
        Pass(queue, 11);
        ExpectDelivery(1);
        Assert.Equal([1], Remote.ExpectMsg<RemoteDelivery.Deliver>().Recipients.AsEnumerable());
    }

    [Fact]
    public void Held_mail_can_be_cancelled()
    {
        var queue = Start();
        Take(queue, Remotely(1, "a.example") with { Handling = new() { ReleaseAt = At(60) } });
        Operate(queue, new QueueCommands.OperateMessage(3, Id(1), QueueAction.Discard));
        Remote.ExpectMsg<RemoteDelivery.Withdraw>();
        Pass(queue, 61);
        Remote.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
        Assert.Equal(0, List(queue).Total);
    }

    [Fact]
    public void Mail_that_was_held_for_long_has_its_full_time_to_be_tried()
    {
        var month = 30 * 86_400;
        var deliver = new Actors.Delivery.LocalDelivery.Deliver(Mail(1) with { Handling = new() { ReleaseAt = At(month) } }, To(0, new AccountId(7)), 0);
        var full = new Domain.Mailboxes.MailboxReplies.Rejected(Domain.Mailboxes.MailboxRejection.OverQuota);
        Time.Advance(TimeSpan.FromSeconds(month));
        Assert.IsType<Outcome.Deferred>(Actors.Delivery.LocalDelivery.OutcomeOf(full, deliver, Settings.Schedule, Settings.Schedule, Time.GetUtcNow(), 0.5));
        Time.Advance(Settings.GiveUpAfter);
        Assert.IsType<Outcome.Failed>(Actors.Delivery.LocalDelivery.OutcomeOf(full, deliver, Settings.Schedule, Settings.Schedule, Time.GetUtcNow(), 0.5));
        Assert.Equal(deliver.Envelope.Since, Actors.Delivery.LocalDelivery.CommandFor(deliver).Message.InternalDate);
    }

    [Fact]
    public void Mail_to_be_returned_when_late_fails_at_its_time_whether_it_is_put_off_or_held()
    {
        var queue = Start();
        Take(queue, Remotely(1, "a.example") with { Handling = new() { DeliverBy = new(At(600), Return: true, Trace: false) } });
        Remote.ExpectMsg<RemoteDelivery.Deliver>();
        Put(queue, 1, new Outcome.Deferred(0, Later, At(3_600)));
        Seen(queue, 1, RecipientStatus.Deferred);
        Take(queue, Remotely(2, "a.example") with { Handling = new() { DeliverBy = new(At(600), Return: true, Trace: false) } });
        Remote.ExpectMsg<RemoteDelivery.Deliver>();
        Operate(queue, new QueueCommands.OperateMessage(3, Id(2), QueueAction.Hold));
        Pass(queue, 599);
        List(queue);
        Assert.False(Notifier.HasMessages);
        Pass(queue, 2);
        var tells = new[] { ExpectTell(), ExpectTell() };
        Assert.Equal([Id(1), Id(2)], tells.Select(t => t.Envelope.Id).Order(Comparer<QueueId>.Create((a, b) => a.Value.CompareTo(b.Value))));
        Assert.All(tells, t => Assert.Equal((Notices.NoticeKind.Failure, "5.4.7"), (t.Kind, t.Items[0].Reason!.Status)));
    }

    [Fact]
    public void Late_mail_in_mode_n_is_told_of_once_and_goes_on()
    {
        var queue = Start();
        Take(queue, Remotely(1, "a.example") with { Handling = new() { DeliverBy = new(At(600), Return: false, Trace: false) } });
        Remote.ExpectMsg<RemoteDelivery.Deliver>();
        Put(queue, 1, new Outcome.Deferred(0, Later, At(700)));
        Seen(queue, 1, RecipientStatus.Deferred);
        Pass(queue, 601);
        Assert.Equal(Notices.NoticeKind.Delay, ExpectTell().Kind);
        queue.Tell(new Notices.Told(Id(1), Notices.NoticeKind.Delay, [0]));
        Pass(queue, 100);
        Remote.ExpectMsg<RemoteDelivery.Deliver>();
        Put(queue, 1, new Outcome.Deferred(0, Later, At(900)));
        Seen(queue, 1, RecipientStatus.Deferred, tries: 2);
        Pass(queue, 5 * 3_600);
        Remote.ExpectMsg<RemoteDelivery.Deliver>();
        Assert.False(Notifier.HasMessages);
    }

    [Fact]
    public void Mail_in_mode_n_is_late_too_when_it_was_never_tried()
    {
        var queue = Start();
        Take(queue, Remotely(1, "a.example") with { Handling = new() { DeliverBy = new(At(600), Return: false, Trace: false) } });
        Remote.ExpectMsg<RemoteDelivery.Deliver>();
        Operate(queue, new QueueCommands.OperateMessage(3, Id(1), QueueAction.Hold));
        Pass(queue, 601);
        var tell = ExpectTell();
        Assert.Equal((Notices.NoticeKind.Delay, "4.4.7"), (tell.Kind, tell.Items[0].Reason!.Status));
    }

    [Fact]
    public void Mail_that_was_late_when_it_came_is_not_told_of_again()
    {
        var queue = Start();
        Take(queue, Remotely(1, "a.example") with { Handling = new() { DeliverBy = new(At(-60), Return: false, Trace: false) } });
        Remote.ExpectMsg<RemoteDelivery.Deliver>();
        Put(queue, 1, new Outcome.Deferred(0, Later, At(3_600)));
        Seen(queue, 1, RecipientStatus.Deferred);
        Pass(queue, 60);
        List(queue);
        Assert.False(Notifier.HasMessages);
    }

    [Theory]
    [InlineData(false, false, true)]
    [InlineData(false, true, false)]
    [InlineData(true, true, true)]
    public void A_hand_over_is_told_with_a_trace_or_when_the_next_host_does_not_keep_the_time(bool trace, bool keeps, bool told)
    {
        var mail = Remotely(1, "a.example") with { Handling = new() { DeliverBy = new(At(600), Return: false, trace) } };
        Assert.Equal(told, NoticeRules.OfSuccess(mail, mail.Recipients[0], new("mx.a.example", "250 ok", TellsSender: true) { KeepsTime = keeps }));
        Assert.False(NoticeRules.OfSuccess(mail, mail.Recipients[0] with { Notify = DsnNotify.Never }, new("mx.a.example", "250 ok", TellsSender: true) { KeepsTime = keeps }));
    }

    [Fact]
    public void Marked_recipients_are_told_of_apart_each_to_its_own_address()
    {
        var mail = Remotely(1, "a.example", "b.example", "c.example");
        mail = mail with
        {
            Handling = new() { Origin = MailOrigin.Submitted },
            Recipients = [.. mail.Recipients.Select(r => r.Number == 2 ? r : r with { Sender = new($"from+user={r.Address.Domain}", "example.org") })],
        };
        var queue = Start();
        Take(queue, mail);
        for (var i = 0; i < 3; i++) Remote.ExpectMsg<RemoteDelivery.Deliver>();
        queue.Tell(new RemoteDelivery.Finished(Id(1), [.. Enumerable.Range(0, 3).Select(i => new Outcome.Failed(i, new("5.1.1", "gone")))]));
        var tells = Enumerable.Range(0, 3).Select(_ => ExpectTell()).ToList();
        Assert.Equal(
            [(0, "from+user=a.example@example.org"), (1, "from+user=b.example@example.org"), (2, "from@example.org")],
            tells.Select(t => (t.Items.Single().Recipient, t.Sender!.ToString())).Order());
        // One that was told leaves, and one that could not be is told again alone.
        queue.Tell(new Notices.NotTold(Id(1), Notices.NoticeKind.Failure, [1]) { Marked = mail.Recipients[1].Sender });
        queue.Tell(new Notices.Told(Id(1), Notices.NoticeKind.Failure, [0]) { Marked = mail.Recipients[0].Sender });
        AwaitAssert(() => Assert.Equal([1, 2], List(queue).Messages.Single().Recipients.Select(r => r.Number)));
        Pass(queue, 31);
        Assert.Equal(1, ExpectTell().Items.Single().Recipient);
        Assert.False(Notifier.HasMessages);
    }

    [Fact]
    public void Urgent_mail_goes_first_and_does_not_stop_the_rest()
    {
        Settings = Settings with { MaxRemote = 1 };
        var queue = Start();
        Take(queue, Remotely(1, "a.example"));
        Remote.ExpectMsg<RemoteDelivery.Deliver>();
        Take(queue, Remotely(2, "a.example"));
        for (var number = 3; number <= 12; number++) Take(queue, Remotely(number, "a.example") with { Handling = new() { Priority = 4 } });
        var order = new List<int>();
        for (var (i, last) = (0, 1); i < 11; i++)
        {
            Put(queue, last, new Outcome.Delivered(0));
            var next = Remote.ExpectMsg<RemoteDelivery.Deliver>().Envelope.Id;
            order.Add(last = Enumerable.Range(2, 11).Single(n => Id(n) == next));
        }

        Assert.Equal([3, 4, 5, 6, 2, 7, 8, 9, 10, 11, 12], order);
    }

    private Notices.Tell ExpectTell() => Notifier.ExpectMsg<Notices.Tell>();
}

using MailActors.Actors.Delivery.Notices;
using MailActors.Actors.Delivery.Remote;
using MailActors.Domain;
using MailActors.Domain.Queue;
using Xunit;
using static MailActors.Domain.Queue.QueueReplies;

namespace MailActors.Actors.Tests.Queue;

public sealed class QueueOperationTests : QueueSpec
{
    [Fact]
    public void All_that_fit_are_done_in_bounded_steps_and_the_others_are_not()
    {
        Settings = Settings with { MaxBatch = 2 };
        var queue = Start();
        foreach (var number in Enumerable.Range(1, 5)) Take(queue, Remotely(number, number == 3 ? "other.example" : "a.example"));
        var (done, steps) = (0, 0);
        QueuePosition? after = null;
        do
        {
            queue.Tell(new QueueCommands.OperateMany(3, new() { Domain = "A.example" }, QueueAction.Hold, after), TestActor);
            var many = ExpectMsg<OperatedMany>();
            done += many.Messages;
            after = many.Next;
            steps++;
        }
        while (after is not null);
        Assert.Equal((4, 2), (done, steps));
        Assert.Equal([Id(3)], List(queue).Messages.Where(m => !m.Held).Select(m => m.Envelope.Id));
    }

    [Fact]
    public void Cancelled_by_domain_only_its_recipients_are_given_up_and_the_others_are_handed_on_again()
    {
        var queue = Start();
        Take(queue, Remotely(1, "dead.example", "good.example"));
        for (var i = 0; i < 2; i++) Remote.ExpectMsg<RemoteDelivery.Deliver>();
        queue.Tell(new QueueCommands.OperateMany(3, new() { Domain = "dead.example" }, QueueAction.Cancel, null), TestActor);
        Assert.Equal(1, ExpectMsg<OperatedMany>().Messages);
        Remote.ExpectMsg<RemoteDelivery.Withdraw>();
        var again = Remote.ExpectMsg<RemoteDelivery.Deliver>();
        Assert.Equal(("good.example", 1), (again.Domain, Assert.Single(again.Recipients)));
        Put(queue, 1, new Outcome.Delivered(1));
        Assert.Equal(0, Assert.Single(Notifier.ExpectMsg<Notices.Tell>().Items).Recipient);
    }

    [Fact]
    public void Discarded_by_domain_only_its_recipients_leave()
    {
        var queue = Start();
        Take(queue, Remotely(1, "dead.example", "good.example"));
        queue.Tell(new QueueCommands.OperateMany(3, new() { Domain = "dead.example" }, QueueAction.Discard, null), TestActor);
        Assert.Equal(1, ExpectMsg<OperatedMany>().Messages);
        Assert.Equal("user@good.example", Assert.Single(Assert.Single(List(queue).Messages).Recipients).Address);
    }

    [Fact]
    public void Of_a_held_account_nothing_is_delivered_even_over_a_restart_until_it_is_released()
    {
        var queue = Start();
        Operate(queue, new QueueCommands.HoldSender(3, new AccountId(9), Hold: true));
        Take(queue, Remotely(1, "a.example") with { Submitter = new AccountId(9) });
        Take(queue, Remotely(2, "a.example") with { Submitter = new AccountId(8) });
        Assert.Equal(Id(2), Remote.ExpectMsg<RemoteDelivery.Deliver>().Envelope.Id);
        Stop(queue);
        queue = Start();
        Assert.Equal(Id(2), Remote.ExpectMsg<RemoteDelivery.Deliver>().Envelope.Id);
        queue.Tell(new QueueQueries.HeldSenders(3), TestActor);
        Assert.Equal([new AccountId(9)], ExpectMsg<SendersHeld>().Accounts);
        Operate(queue, new QueueCommands.HoldSender(3, new AccountId(9), Hold: false));
        Assert.Equal(Id(1), Remote.ExpectMsg<RemoteDelivery.Deliver>().Envelope.Id);
    }

    [Fact]
    public void What_a_courier_has_in_hand_of_an_account_is_taken_back_when_the_account_is_held()
    {
        var queue = Start();
        Take(queue, Remotely(1, "a.example") with { Submitter = new AccountId(9) });
        Take(queue, Remotely(2, "a.example"));
        for (var i = 0; i < 2; i++) Remote.ExpectMsg<RemoteDelivery.Deliver>();
        Operate(queue, new QueueCommands.HoldSender(3, new AccountId(9), Hold: true));
        Assert.Equal(Id(1), Remote.ExpectMsg<RemoteDelivery.Withdraw>().Message);
        Remote.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void Counted_are_recipients_by_state_domain_and_reason()
    {
        var queue = Start();
        Take(queue, Remotely(1, "a.example", "b.example"));
        Take(queue, Remotely(2, "a.example"));
        Put(queue, 1, new Outcome.Deferred(0, new("4.4.1", "id 77 of mx: no answer"), At(600)));
        Put(queue, 2, new Outcome.Deferred(0, new("4.4.1", "id 99 of mx: no answer"), At(600)));
        Seen(queue, 2, RecipientStatus.Deferred);
        queue.Tell(new QueueQueries.CountQueue(3, QueueFilter.All, null), TestActor);
        var census = new QueueCensus();
        census.Add(ExpectMsg<QueueCounted>().Lines);
        Assert.Equal((2, 3), census.Top(CensusKind.Total, 1).Select(l => (l.Messages, l.Recipients)).Single());
        Assert.Equal([("a.example", 2), ("b.example", 1)], census.Top(CensusKind.Domain, 9).Select(l => (l.Name, l.Recipients)));
        Assert.Equal([("deferred", 2), ("active", 1)], census.Top(CensusKind.Status, 9).Select(l => (l.Name, l.Recipients)));
        Assert.Equal([("4.4.1 id … of mx: no answer", 2)], census.Top(CensusKind.Reason, 9).Select(l => (l.Name, l.Recipients)));
    }

    [Fact]
    public void A_recipient_with_a_time_of_release_is_not_delivered_to_before_it()
    {
        var queue = Start();
        Take(queue, Mail(1) with { Handling = new() { ReleaseAt = At(600) } });
        Operate(queue, new QueueCommands.OperateMessage(3, Id(1), QueueAction.Hold));
        Operate(queue, new QueueCommands.OperateMessage(3, Id(1), QueueAction.Release));
        Pass(queue, 599);
        Delivery.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
        Pass(queue, 2);
        ExpectDelivery(1);
    }
}

using Akka.Actor;
using MailActors.Actors.Delivery;
using MailActors.Domain.Queue;
using Xunit;
using static MailActors.Domain.Queue.QueueReplies;

namespace MailActors.Actors.Tests.Queue;

public sealed class QueueActorTests : QueueSpec
{
    [Fact]
    public void Nobody_is_told_before_the_event_is_durable()
    {
        var gate = new TaskCompletionSource();
        Journal.Gate = gate.Task;
        var queue = Start();
        Accept(queue, this, 1);
        Assert.Equal(0, List(queue).Total);
        gate.SetResult();
        Assert.Equal(Id(1), ExpectMsg<Accepted>().Message);
        Assert.Equal(1, Journal.Events);
        ExpectDelivery(1);
    }

    [Fact]
    public void A_repeat_is_answered_and_is_one_message()
    {
        var queue = Start();
        Accept(queue, this, 1);
        ExpectMsg<Accepted>();
        Accept(queue, this, 1);
        ExpectMsg<Accepted>();
        Assert.Equal((1, 1), (List(queue).Total, Journal.Events));
    }

    [Fact]
    public void A_repeat_during_the_write_is_delivered_once()
    {
        var gate = new TaskCompletionSource();
        Journal.Gate = gate.Task;
        var queue = Start();
        Accept(queue, this, 1, 1, 2);
        List(queue);
        gate.SetResult();
        for (var i = 0; i < 3; i++) ExpectMsg<Accepted>();
        Assert.Equal(2, List(queue).Total);
        ExpectDelivery(1);
        ExpectDelivery(2);
    }

    [Fact]
    public void More_than_it_may_hold_is_refused()
    {
        Settings = Settings with { MaxMessages = 2 };
        var queue = Start();
        Accept(queue, this, 1, 2);
        ExpectMsg<Accepted>();
        ExpectMsg<Accepted>();
        Accept(queue, this, 3);
        Assert.Equal(new Rejected(Id(3), QueueRejection.Overloaded), ExpectMsg<Rejected>());
        Assert.Equal(2, List(queue).Total);
    }

    [Fact]
    public void What_arrives_during_a_write_becomes_one_event()
    {
        var gate = new TaskCompletionSource();
        Journal.Gate = gate.Task;
        var queue = Start();
        Accept(queue, this, 1);
        List(queue);
        Accept(queue, this, 2, 3, 4, 5);
        List(queue);
        gate.SetResult();
        for (var i = 1; i <= 5; i++) Assert.Equal(Id(i), ExpectMsg<Accepted>().Message);
        Assert.Equal(2, Journal.Events);
    }

    [Fact]
    public void After_a_restart_undelivered_mail_is_delivered_and_delivered_mail_is_not()
    {
        var queue = Start();
        Accept(queue, this, 1, 2);
        ExpectMsg<Accepted>();
        ExpectMsg<Accepted>();
        ExpectDelivery(1);
        ExpectDelivery(2);
        queue.Tell(new LocalDelivery.Finished(Id(1), new Outcome.Delivered(0)));
        Stop(queue);
        queue = Start();
        ExpectDelivery(2);
        Accept(queue, this, 1, 3);
        ExpectMsg<Accepted>();
        ExpectMsg<Accepted>();
        ExpectDelivery(3);
        Assert.Equal([Id(2), Id(3)], List(queue).Messages.Select(m => m.Envelope.Id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void When_the_delivery_dies_the_next_one_is_given_the_mail_again(bool crash)
    {
        var queue = Start();
        Accept(queue, this, 1);
        ExpectMsg<Accepted>();
        ExpectDelivery(1);
        Delivery.LastSender.Tell(crash ? "It crashed." : PoisonPill.Instance);
        ExpectDelivery(1);
    }
}

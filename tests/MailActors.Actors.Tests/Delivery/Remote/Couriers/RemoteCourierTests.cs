using Akka.Actor;
using MailActors.Actors.Delivery.Remote;
using MailActors.Domain.Queue;
using MailActors.Protocol.Addresses;
using Xunit;

namespace MailActors.Actors.Tests.Delivery.Remote.Couriers;

public sealed class RemoteCourierTests : CourierSpec
{
    [Fact]
    public void A_message_that_is_taken_is_delivered_and_says_by_whom()
    {
        var mail = Mail("a.example");
        Start().Tell(mail);
        Assert.Equal(new Outcome.Delivered(0, new("mx.a.example", "250 ok", TellsSender: false)), Assert.Single(ExpectFinished(mail)));
    }

    [Fact]
    public void Each_recipient_gets_the_answer_that_was_its_own()
    {
        World.OnRecipient = (domain, _, r) => r switch
        {
            0 => new(r, Verdict.Accepted, null, new(domain, "250", TellsSender: true)),
            1 => new(r, Verdict.Later, new("4.2.2", "452 full", domain), null),
            _ => new(r, Verdict.Never, new("5.1.1", "550 who?", domain), null),
        };
        var mail = Mail("a.example", recipients: 3);
        Start().Tell(mail);
        var outcomes = ExpectFinished(mail);
        Assert.IsType<Outcome.Delivered>(outcomes[0]);
        var deferred = Assert.IsType<Outcome.Deferred>(outcomes[1]);
        Assert.InRange(deferred.RetryAt - Seconds, 240, 360);
        Assert.True(deferred.Tried);
        Assert.Equal(new Outcome.Failed(2, new("5.1.1", "550 who?", "a.example")), outcomes[2]);
    }

    [Fact]
    public void Copies_forwarded_from_different_addresses_or_with_different_senders_are_other_transactions()
    {
        var mail = Mail("a.example", recipients: 5);
        MailAddress one = new("one", "here.example"), two = new("two", "here.example"), path = new("SRS0=x", "here.example");
        Recipient[] r = [.. mail.Envelope.Recipients];
        mail = mail with { Envelope = mail.Envelope with { Recipients = [r[0], r[1] with { Via = one }, r[2] with { Via = two }, r[3] with { Via = one, Sender = path }, r[4] with { Via = one }] } };
        Start().Tell(mail);
        var transactions = Enumerable.Range(0, 4).Select(_ => string.Join(' ', ExpectFinished(mail).Select(o => o.Recipient).Order())).Order();
        Assert.Equal(["0", "1 4", "2", "3"], transactions);
    }

    [Fact]
    public void Recipients_beyond_a_hundred_are_another_transaction()
    {
        var mail = Mail("a.example", recipients: 101);
        Start().Tell(mail);
        Assert.Equal(101, ExpectFinished(mail).Length + ExpectFinished(mail).Length);
        Assert.Equal([1, 100], World.Sent.Select(s => s.Recipients.Length).Order());
    }

    [Fact]
    public void More_mail_goes_over_the_same_connection()
    {
        Rules = [new() { For = "*", Connections = 1, MostConnections = 1 }];
        var mails = Enumerable.Range(0, 20).Select(_ => Mail("a.example")).ToList();
        var courier = Start();
        mails.ForEach(m => courier.Tell(m));
        mails.ForEach(m => ExpectFinished(m));
        Assert.Single(World.Connections);
    }

    [Fact]
    public void One_delivery_carries_message_after_message_wherever_they_go()
    {
        var courier = Start();
        var carriers = new HashSet<IActorRef>();
        foreach (var domain in new[] { "a.example", "b.example", "c.example" })
        {
            var mail = Mail(domain);
            courier.Tell(mail);
            ExpectFinished(mail);
            AwaitTaken(courier);
            Sys.ActorSelection(courier.Path / "*" / "*").Tell(new Identify(null), TestActor);
            carriers.Add(ExpectMsg<ActorIdentity>(Patience).Subject);
        }

        Assert.Single(carriers);
        Assert.Equal(["a.example", "b.example", "c.example"], World.Connections.Select(c => c.Destination));
    }

    [Fact, Trait("acceptance", "RM-07")]
    public void What_is_too_old_is_given_up_when_its_last_try_fails()
    {
        World.OnRecipient = (_, _, r) => new(r, Verdict.Later, new("4.2.2", "452 full", "mx"), null);
        var mail = Mail("a.example", tries: 30);
        Time.Advance(TimeSpan.FromDays(5));
        Start().Tell(mail);
        Assert.Equal("5.2.2", Assert.IsType<Outcome.Failed>(Assert.Single(ExpectFinished(mail))).Reason.Status);
    }

    [Theory, Trait("acceptance", "RM-04")]
    [InlineData("451 4.7.1 Greylisted, try again", 300)]
    [InlineData("450 Greylisting in action, come back in 120 seconds", 120)]
    public void A_greylisted_message_comes_back_soon_but_not_too_soon(string reply, int asked)
    {
        World.OnRecipient = (_, _, r) => new(r, Verdict.Later, new("4.7.1", reply, "mx"), null);
        var mail = Mail("a.example");
        Start().Tell(mail);
        Assert.InRange(Assert.IsType<Outcome.Deferred>(Assert.Single(ExpectFinished(mail))).RetryAt - Seconds, asked + 4, asked + 31);
    }

    [Fact]
    public void A_crash_of_the_attempt_puts_the_message_off_and_never_fails_it()
    {
        World.OnSend = (_, _, _) => throw new InvalidOperationException("A fault of ours.");
        var mail = Mail("a.example");
        Start().Tell(mail);
        Assert.Equal("4.3.0", Assert.IsType<Outcome.Deferred>(Assert.Single(ExpectFinished(mail))).Reason.Status);
    }

    [Fact]
    public async Task A_host_that_says_nothing_is_left_at_the_deadline()
    {
        var asked = new TaskCompletionSource();
        World.OnSend = (_, _, cancel) =>
        {
            asked.SetResult();
            return Task.Delay(Timeout.Infinite, cancel);
        };
        var mail = Mail("a.example");
        Start().Tell(mail);
        await asked.Task.WaitAsync(Patience);
        Queue.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Time.Advance(Settings.TimeFor(100) + TimeSpan.FromSeconds(1));
        Assert.Equal("4.4.2", Assert.IsType<Outcome.Deferred>(Assert.Single(ExpectFinished(mail))).Reason.Status);
    }

    [Fact]
    public void What_a_lane_cannot_hold_is_put_off_for_a_short_time_and_counts_as_no_try()
    {
        Settings = Settings with { MaxWaiting = 1 };
        World.OnSend = (_, _, cancel) => Task.Delay(Timeout.Infinite, cancel);
        Rules = [new() { For = "*", Connections = 1, MostConnections = 1 }];
        var (first, second, third) = (Mail("a.example"), Mail("a.example"), Mail("a.example"));
        var courier = Start();
        courier.Tell(first);
        AwaitCondition(() => World.Sent.Count == 1);
        courier.Tell(second);
        courier.Tell(third);
        var deferred = Assert.IsType<Outcome.Deferred>(Assert.Single(ExpectFinished(third)));
        Assert.False(deferred.Tried);
        Assert.InRange(deferred.RetryAt - Seconds, 1, 361);
    }

    [Fact, Trait("acceptance", "DR-02")]
    public void A_courier_that_drains_finishes_what_is_under_way_and_begins_nothing()
    {
        var answer = new TaskCompletionSource();
        World.OnSend = (_, _, _) => answer.Task;
        Rules = [new() { For = "*", Connections = 1, MostConnections = 1 }];
        var (first, second) = (Mail("a.example"), Mail("a.example"));
        var courier = Start();
        courier.Tell(first);
        AwaitCondition(() => World.Sent.Count == 1);
        courier.Tell(second);
        courier.Tell(RemoteDelivery.Drain.Instance);
        AwaitTaken(courier);
        Queue.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        answer.SetResult();
        Assert.IsType<Outcome.Delivered>(Assert.Single(ExpectFinished(first)));
        Queue.ExpectMsg<RemoteDelivery.Drained>();
        Assert.Single(World.Sent);
    }

    [Fact]
    public void What_is_withdrawn_while_it_waits_is_neither_sent_nor_answered()
    {
        var answer = new TaskCompletionSource();
        World.OnSend = (_, _, _) => answer.Task;
        Rules = [new() { For = "*", Connections = 1, MostConnections = 1 }];
        var (first, second, third) = (Mail("a.example"), Mail("a.example"), Mail("a.example"));
        var courier = Start();
        courier.Tell(first);
        AwaitCondition(() => World.Sent.Count == 1);
        courier.Tell(second);
        courier.Tell(third);
        courier.Tell(new RemoteDelivery.Withdraw(second.Envelope.Id));
        AwaitTaken(courier);
        answer.SetResult();
        ExpectFinished(first);
        ExpectFinished(third);
        Assert.DoesNotContain(World.Sent, s => s.Message == second.Envelope.Id);
    }

    [Fact]
    public void Senders_take_turns_and_higher_priority_and_new_mail_go_first()
    {
        var answer = new TaskCompletionSource();
        World.OnSend = (_, _, _) => answer.Task;
        Rules = [new() { For = "*", Connections = 1, MostConnections = 1 }];
        var courier = Start();
        var first = Mail("a.example");
        courier.Tell(first);
        AwaitCondition(() => World.Sent.Count == 1);
        RemoteDelivery.Deliver old = Mail("a.example", tries: 3, sender: "zoe"), a1 = Mail("a.example"), a2 = Mail("a.example"), a3 = Mail("a.example"),
            b1 = Mail("a.example", sender: "bob"), urgent = Mail("a.example", priority: 4);
        foreach (var one in new[] { old, a1, a2, a3, b1, urgent }) courier.Tell(one);
        AwaitTaken(courier);
        answer.SetResult();
        foreach (var one in new[] { first, urgent, a1, b1, a2, old, a3 }) ExpectFinished(one);
    }
}

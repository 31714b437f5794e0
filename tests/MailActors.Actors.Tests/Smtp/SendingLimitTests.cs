using MailActors.Domain.Submission;
using MailActors.Protocol.Smtp;
using Xunit;

namespace MailActors.Actors.Tests.Smtp;

/// <summary>What an account may send to other hosts in a day, and what becomes of one that wants more.</summary>
public class SendingLimitTests : ActorSpec
{
    private const string Over = "450 4.7.1 The account has sent as much to other hosts as it may in a day\r\n";

    private readonly SmtpWorld _world = new(submission: new() { MessagesPerDay = 3, RecipientsPerDay = 5, NewRecipientsPerDay = 4 });

    [Fact]
    [Trait("acceptance", "RL-05")]
    public void One_message_more_is_refused_at_rcpt_and_the_mail_of_the_account_is_held()
    {
        var client = Connect();
        for (var i = 0; i < 3; i++) Assert.StartsWith("250", Send(client, "friend@remote.test"));
        Assert.Empty(_world.Queues.Held);
        Assert.Equal(Over, Send(client, "friend@remote.test"));
        Assert.Equal([_world.Ann], _world.Queues.Held);
        Assert.Equal((3, true), (_world.Ledger.Of(_world.Ann).Messages, _world.Ledger.Of(_world.Ann).Held));
        // Held once, however often it tries.
        Assert.Equal(Over, Send(client, "friend@remote.test"));
        Assert.Single(_world.Queues.Held);
        // To mailboxes of ours, and for others, nothing has changed.
        Assert.StartsWith("250", Send(client, "bob@example.test"));
        Assert.StartsWith("250", Send(Connect("bob@example.test"), "friend@remote.test", "bob@example.test"));
    }

    [Fact]
    public void Strangers_count_and_those_written_to_before_do_not()
    {
        var client = Connect();
        Assert.StartsWith("250", Send(client, "a@remote.test"));
        client.Talk("""
            > MAIL FROM:<ann@example.test>
            < 250 2.1.0 Sender ok
            > RCPT TO:<a@remote.test>
            < 250 2.1.5 Recipient ok
            > RCPT TO:<b@remote.test>
            < 250 2.1.5 Recipient ok
            > RCPT TO:<c@remote.test>
            < 250 2.1.5 Recipient ok
            > RCPT TO:<away@example.test>
            < 250 2.1.5 Recipient ok
            > RCPT TO:<bob@example.test>
            < 250 2.1.5 Recipient ok
            > RCPT TO:<e@remote.test>
            < 450 4.7.1 The account has sent as much to other hosts as it may in a day
            > DATA
            < 354 …
            """);
        Assert.StartsWith("250", client.Send("From: ann@example.test\r\n\r\nbody\r\n.\r\n"));
        Assert.Equal((2, 5, 4), _world.Ledger.Of(_world.Ann) is var use ? (use.Messages, use.Recipients, use.NewRecipients) : default);
        Assert.Equal(Over, Send(client, "a@remote.test"));
    }

    [Fact]
    public void Two_sessions_do_not_pass_the_limit_together()
    {
        var clients = new[] { Connect(), Connect() };
        for (var i = 0; i < 2; i++) Assert.StartsWith("250", Send(clients[0], "friend@remote.test"));
        foreach (var client in clients)
        {
            client.Send("MAIL FROM:<ann@example.test>\r\n");
            Assert.StartsWith("250", client.Send("RCPT TO:<friend@remote.test>\r\n"));
            client.Send("DATA\r\n");
        }

        Assert.StartsWith("250", clients[0].Send("From: ann@example.test\r\n\r\n.\r\n"));
        Assert.Equal(Over, clients[1].Send("From: ann@example.test\r\n\r\n.\r\n"));
        Assert.Equal((3, 0), (_world.Queues.Accepted.Count, _world.Blobs.OpenWriters));
    }

    [Fact]
    public void When_it_can_not_be_counted_nothing_is_taken()
    {
        var client = Connect();
        client.Send("MAIL FROM:<ann@example.test>\r\n");
        client.Send("RCPT TO:<friend@remote.test>\r\n");
        client.Send("DATA\r\n");
        _world.Ledger.Fails = true;
        Assert.StartsWith("452", client.Send("From: ann@example.test\r\n\r\n.\r\n"));
        Assert.StartsWith("451", Send(client, "friend@remote.test"));
        Assert.StartsWith("250", Send(client, "bob@example.test"));
    }

    [Fact]
    public void Mail_from_other_hosts_is_nobodys_sending()
    {
        var client = _world.Connect(this, SmtpEndpointKind.Relay).Greet();
        for (var i = 0; i < 5; i++) Assert.StartsWith("250", Send(client, "away@example.test", "joe@remote.test"));
    }

    [Fact]
    public void What_could_not_be_held_is_held_at_the_next_refusal()
    {
        var client = Connect();
        for (var i = 0; i < 3; i++) Send(client, "friend@remote.test");
        _world.Queues.Refuse = Domain.Queue.QueueRejection.Unavailable;
        Assert.Equal(Over, Send(client, "friend@remote.test"));
        Assert.False(_world.Ledger.Of(_world.Ann).Held);
        _world.Queues.Refuse = null;
        Assert.Equal(Over, Send(client, "friend@remote.test"));
        Assert.True(_world.Ledger.Of(_world.Ann).Held);
    }

    [Fact]
    public void Where_operators_wish_so_nothing_is_held()
    {
        var world = new SmtpWorld(submission: new() { MessagesPerDay = 1, HoldOverLimit = false });
        var client = world.Connect(this, SmtpEndpointKind.Submission, tls: true).Greet("ann@example.test");
        Assert.StartsWith("250", Send(client, "friend@remote.test"));
        Assert.Equal(Over, Send(client, "friend@remote.test"));
        Assert.Empty(world.Queues.Held);
        Assert.NotNull(world.Ledger.Of(world.Ann).OverSince);
    }

    [Fact]
    public void Zero_is_no_limit_and_faults_are_told()
    {
        Assert.Null(new SendingUse(1_000_000, 1_000_000, 1_000_000, null, false).Reached(new(0, 0, 0), 1_000, 1_000));
        Assert.Equal(SendingLimit.NewRecipients, new SendingUse(0, 0, 200, null, false).Reached(new(500, 0, 200), 1, 1));
        Assert.Null(new SendingUse(0, 0, 200, null, false).Reached(new(500, 0, 200), 1, 0));
        Assert.Empty(new SubmissionSettings().Faults());
        Assert.Equal(2, new SubmissionSettings { MessagesPerDay = -1, RecipientsRemembered = 1 }.Faults().Count());
    }

    private SmtpClient Connect(string login = "ann@example.test") => _world.Connect(this, SmtpEndpointKind.Submission, tls: true).Greet(login);

    private static string Send(SmtpClient client, string to, string from = "ann@example.test")
    {
        client.Send($"MAIL FROM:<{from}>\r\n");
        var reply = client.Send($"RCPT TO:<{to}>\r\n");
        if (!reply.StartsWith("250", StringComparison.Ordinal))
        {
            client.Send("RSET\r\n");
            return reply;
        }

        client.Send("DATA\r\n");
        return client.Send($"From: {from}\r\n\r\nbody\r\n.\r\n");
    }
}

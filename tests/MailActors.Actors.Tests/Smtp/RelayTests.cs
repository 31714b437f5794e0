using System.Text;
using MailActors.Domain.Queue;
using MailActors.Protocol.Smtp;
using Xunit;

namespace MailActors.Actors.Tests.Smtp;

public class RelayTests : ActorSpec
{
    private readonly SmtpWorld _world = new();

    private SmtpClient Connect() => _world.Connect(this, SmtpEndpointKind.Relay);

    [Fact]
    public void A_message_is_accepted_and_queued()
    {
        var client = Connect();
        Assert.Equal("220 mx.example.test ESMTP MailActors\r\n", client.Banner);
        client.Talk("""
            > EHLO client.test
            < 250-mx.example.test
            < 250-PIPELINING
            < 250-SIZE 52428800
            < 250-8BITMIME
            < 250-SMTPUTF8
            < 250-CHUNKING
            < 250-BINARYMIME
            < 250-DSN
            < 250-ENHANCEDSTATUSCODES
            < 250-LIMITS RCPTMAX=1000
            < 250-DELIVERBY 60
            < 250 STARTTLS
            > MAIL FROM:<Joe@Remote.test> SIZE=100 BODY=8BITMIME RET=HDRS ENVID=abc+2B1
            < 250 2.1.0 Sender ok
            > RCPT TO:<ann+Work@example.test> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;ann+2BWork@example.test
            < 250 2.1.5 Recipient ok
            > DATA
            < 354 End data with <CR><LF>.<CR><LF>
            > Subject: hi
            >
            > ..dots
            > .
            < 250 2.0.0 Ok: queued as …
            > QUIT
            < 221 2.0.0 Bye
            """);

        Assert.True(client.Closed);
        var envelope = Assert.Single(_world.Queues.Accepted);
        Assert.Equal("Joe@remote.test", envelope.ReversePath!.ToString());
        Assert.Equal((BodyKind.EightBitMime, DsnReturn.Headers, "abc+2B1", false), (envelope.Body, envelope.Return, envelope.EnvelopeId, envelope.Utf8));
        Assert.Equal(_world.Time.GetUtcNow().ToUnixTimeSeconds(), envelope.ReceivedAt);
        var recipient = Assert.Single(envelope.Recipients);
        Assert.Equal((0, _world.Ann, "Work"), (recipient.Number, recipient.Account!.Value, recipient.Folder));
        Assert.Equal(DsnNotify.Success | DsnNotify.Delay, recipient.Notify);
        Assert.Equal("rfc822;ann+2BWork@example.test", recipient.OriginalRecipient);
        Assert.Equal("ann+Work@example.test", recipient.Original.ToString());
        const string own = "Return-Path: <Joe@remote.test>\r\nDelivered-To: ann@example.test\r\n";
        Assert.Equal(own.Length, envelope.HeadLength);
        Assert.Equal(
            own + $"""
            Received: from client.test ([192.0.2.7])
            {"\t"}by mx.example.test with ESMTP
            {"\t"}id {envelope.Id} for <ann+Work@example.test>;
            {"\t"}Tue, 24 Nov 2026 13:00:00 +0000
            Subject: hi

            .dots

            """.ReplaceLineEndings("\r\n"),
            _world.Text(envelope));
        Assert.Equal(envelope.Blob, recipient.Blob);
        Assert.Equal(_world.Text(envelope).Length, envelope.Size);
    }

    [Fact]
    public void Several_mailboxes_share_one_body_and_have_heads_of_their_own()
    {
        Connect().Greet().Talk("""
            > MAIL FROM:<>
            < 250 2.1.0 Sender ok
            > RCPT TO:<sales@example.test>
            < 250 2.1.5 Recipient ok
            > RCPT TO:<away@example.test>
            < 250 2.1.5 Recipient ok
            > RCPT TO:<ann.alias@example.test>
            < 250 2.1.5 Recipient ok
            > DATA
            < 354 …
            > A: b
            >
            > .
            < 250 2.0.0 Ok: queued as …
            """);

        var envelope = Assert.Single(_world.Queues.Accepted);
        Assert.Null(envelope.ReversePath);
        Assert.Equal(0, envelope.HeadLength);
        Assert.StartsWith("Received: from client.test", _world.Text(envelope));
        Assert.DoesNotContain(" for <", _world.Text(envelope));
        Assert.Equal(["ann@example.test", "bob@example.test", "friend@remote.test"], envelope.Recipients.Select(to => to.Address.ToString()));
        Assert.Equal("Return-Path: <>\r\nDelivered-To: ann@example.test\r\n" + _world.Text(envelope), _world.Text(envelope.Recipients[0]));
        Assert.Equal("Return-Path: <>\r\nDelivered-To: bob@example.test\r\n" + _world.Text(envelope), _world.Text(envelope.Recipients[1]));
        Assert.Equal((envelope.Blob, null), (envelope.Recipients[2].Blob, envelope.Recipients[2].Account));
    }

    [Fact]
    public void Each_recipient_gets_its_verdict()
    {
        _world.Mailboxes.Quota = new(1000, 1000, 1, 0);
        Connect().Greet().Talk("""
            > RCPT TO:<ann@example.test>
            < 503 5.5.1 Need MAIL first
            > MAIL FROM:<joe@remote.test> SIZE=900
            < 250 2.1.0 Sender ok
            > RCPT TO:<nobody@example.test>
            < 550 5.1.1 No such user here
            > RCPT TO:<off@example.test>
            < 550 5.2.1 Mailbox disabled
            > RCPT TO:<loop@example.test>
            < 550 5.4.6 Address leads in a circle or to too many
            > RCPT TO:<full@example.test>
            < 452 4.2.2 Mailbox full
            > RCPT TO:<ann@remote.test>
            < 550 5.7.1 Relaying denied
            > DATA
            < 503 5.5.1 Need an accepted RCPT first
            > RSET
            < 250 2.0.0 Ok
            > MAIL FROM:<joe@remote.test> SIZE=1001
            < 250 2.1.0 Sender ok
            > RCPT TO:<full@example.test>
            < 552 5.2.2 Message larger than the mailbox may hold
            > RCPT TO:<ann@example.test>
            < 250 2.1.5 Recipient ok
            """);
    }

    [Fact]
    public void A_mailbox_that_was_full_is_asked_again_after_a_while()
    {
        _world.Mailboxes.Quota = new(1000, 1000, 1, 0);
        var client = Connect().Greet();
        client.Send("MAIL FROM:<>\r\n");
        Assert.StartsWith("452", client.Send("RCPT TO:<full@example.test>\r\n"));
        _world.Mailboxes.Quota = new(0, 1000, 0, 0);
        Assert.StartsWith("452", client.Send("RCPT TO:<full@example.test>\r\n"));
        Assert.Equal(1, _world.Mailboxes.Asked);
        _world.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.StartsWith("250", client.Send("RCPT TO:<full@example.test>\r\n"));
    }

    [Fact]
    public void A_mailbox_that_cannot_be_asked_does_not_refuse()
    {
        _world.Mailboxes.Unavailable = true;

        Assert.StartsWith("250", Connect().Greet().Send("MAIL FROM:<>\r\nRCPT TO:<full@example.test>\r\n").Split("\r\n")[1]);
    }

    [Theory, Trait("acceptance", "DB-07")]
    [InlineData("ann@example.test")]
    [InlineData("ann+tag@example.test")]
    [InlineData("sales@example.test")]
    [InlineData("nobody@example.test")]
    [InlineData("friend@remote.test")]
    [InlineData("postmaster")]
    public void A_directory_that_cannot_tell_is_451_and_never_550(string recipient)
    {
        foreach (var (kind, hello) in new[] { (SmtpEndpointKind.Relay, "EHLO"), (SmtpEndpointKind.Lmtp, "LHLO") })
        {
            _world.Directory.CannotTell = false;
            var client = _world.Connect(this, kind);
            client.Send($"{hello} me\r\n");
            client.Send("MAIL FROM:<>\r\n");
            _world.Directory.CannotTell = true;

            Assert.Equal("451 4.3.0 Cannot look up the recipient now\r\n", client.Send($"RCPT TO:<{recipient}>\r\n"));
        }
    }

    [Theory]
    [InlineData("friend%remote.test@example.test", "550 5.1.1")]
    [InlineData("@example.test:friend@remote.test", "550 5.7.1")]
    [InlineData("@example.test,@example.test:friend@remote.test", "550 5.7.1")]
    [InlineData("friend@remote.test@example.test", "501 5.1.3")]
    [InlineData("\"friend@remote.test\"@example.test", "550 5.1.1")]
    [InlineData("\"friend%remote.test\"@example.test", "550 5.1.1")]
    [InlineData("\"friend@remote.test\"", "501 5.1.3")]
    [InlineData("remote.test!friend", "501 5.1.3")]
    [InlineData("remote.test!friend@example.test", "550 5.1.1")]
    [InlineData("remote.test!friend@[127.0.0.1]", "550 5.7.1")]
    [InlineData("friend@[127.0.0.1]", "550 5.7.1")]
    [InlineData("friend@[IPv6:::1]", "550 5.7.1")]
    [InlineData("friend@[192.0.2.7]", "550 5.7.1")]
    [InlineData("friend@remote.test.", "501 5.1.3")]
    [InlineData("friend@remote.test", "550 5.7.1")]
    [InlineData("friend@REMOTE.TEST", "550 5.7.1")]
    [InlineData("friend@localhost", "550 5.7.1")]
    [InlineData("friend@mx.example.test", "550 5.7.1")]
    [InlineData("friend@127.0.0.1", "501 5.1.3")]
    [InlineData("friend", "501 5.1.3")]
    [InlineData("", "501 5.1.3")]
    [Trait("acceptance", "RL-01")]
    public void No_form_of_address_makes_us_a_relay(string recipient, string reply)
    {
        foreach (var sender in new[] { "", "joe@remote.test", "ann@example.test", "postmaster@mx.example.test", "ann@[127.0.0.1]" })
        {
            var client = Connect().Greet();
            client.Send($"MAIL FROM:<{sender}>\r\n");
            Assert.StartsWith(reply, client.Send($"RCPT TO:<{recipient}>\r\n"));
            Assert.StartsWith("503", client.Send("DATA\r\n"));
        }

        Assert.Empty(_world.Queues.Accepted);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.1")]
    [InlineData("172.17.0.1")]
    [InlineData("::1")]
    [Trait("acceptance", "RL-02")]
    public void No_address_is_trusted(string address)
    {
        var session = Sys.ActorOf(Actors.Smtp.SmtpSessionActor.Props(_world.Services, SmtpEndpointKind.Relay, true));
        var pipeline = new RelayPipeline(this, session, address);

        Assert.EndsWith("550 5.7.1 Relaying denied\r\n", pipeline.Say("EHLO me", "MAIL FROM:<ann@example.test>", "RCPT TO:<friend@remote.test>"));
    }

    [Fact]
    public void The_bare_postmaster_is_known_where_the_host_is_no_domain_of_ours()
    {
        Assert.EndsWith("250 2.1.5 Recipient ok\r\n", Connect().Greet().Send("MAIL FROM:<>\r\nRCPT TO:<Postmaster>\r\n"));
        Assert.EndsWith("550 5.7.1 Relaying denied\r\n", Connect().Greet().Send("MAIL FROM:<>\r\nRCPT TO:<postmaster@mx.example.test>\r\n"));
        _world.Directory.CannotTell = true;
        Assert.EndsWith("451 4.3.0 Cannot look up the recipient now\r\n", Connect().Greet().Send("MAIL FROM:<>\r\nRCPT TO:<Postmaster>\r\n"));
    }

    [Fact]
    public void The_bare_postmaster_is_known()
    {
        _world.Directory.AddAlias("postmaster@mx.example.test", "ann@example.test");

        Assert.EndsWith("250 2.1.5 Recipient ok\r\n", Connect().Greet().Send("MAIL FROM:<>\r\nRCPT TO:<Postmaster>\r\n"));
    }

    [Fact]
    public void A_second_message_is_judged_like_the_first()
    {
        var client = Connect().Greet();
        client.Send("MAIL FROM:<>\r\nRCPT TO:<ann@example.test>\r\n");
        client.Send("DATA\r\n");
        Assert.StartsWith("250", client.Send("a: b\r\n\r\n.\r\n"));
        Assert.StartsWith("503", client.Send("RCPT TO:<ann@example.test>\r\n"));
        Assert.StartsWith("503", client.Send("DATA\r\n"));
        client.Send("MAIL FROM:<>\r\n");
        Assert.StartsWith("550", client.Send("RCPT TO:<nobody@example.test>\r\n"));
        Assert.StartsWith("503", client.Send("DATA\r\n"));
    }

    [Fact]
    public void What_is_not_ours_is_not_known()
    {
        Connect().Greet().Talk("""
            > VRFY ann
            < 252 2.5.0 Send some mail, we will try to deliver it
            > EXPN sales
            < 502 5.5.1 Command not implemented
            > LHLO me
            < 500 5.5.2 Command not recognized
            > AUTH PLAIN AGFubgBiYWQ=
            < 502 5.5.1 Authentication not available here
            > HELP
            < 214 2.0.0 See RFC 5321
            > NOOP whatever
            < 250 2.0.0 Ok
            > XCLIENT ADDR=127.0.0.1
            < 500 5.5.2 Command not recognized
            > HELO other.test
            < 250 mx.example.test
            """);
    }

    [Fact]
    public void International_addresses_need_smtputf8()
    {
        var ann = "MAIL FROM:<\u00fc@remote.test>";
        var client = Connect().Greet();
        Assert.StartsWith("553 5.6.7", client.Send(Encoding.UTF8.GetBytes(ann + "\r\n")));
        Assert.StartsWith("250", client.Send("MAIL FROM:<>\r\n"));
        Assert.StartsWith("553 5.6.7", client.Send(Encoding.UTF8.GetBytes("RCPT TO:<\u00fc@example.test>\r\n")));
        client.Send("RSET\r\n");
        Assert.StartsWith("250", client.Send(Encoding.UTF8.GetBytes(ann + " SMTPUTF8\r\n")));
        Assert.StartsWith("550 5.1.1", client.Send(Encoding.UTF8.GetBytes("RCPT TO:<\u00fc@example.test>\r\n")));
    }
}

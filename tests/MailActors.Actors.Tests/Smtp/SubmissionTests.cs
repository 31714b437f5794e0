using System.Text;
using MailActors.Protocol.Smtp;
using Xunit;

namespace MailActors.Actors.Tests.Smtp;

public class SubmissionTests : ActorSpec
{
    private readonly SmtpWorld _world = new();

    [Fact]
    [Trait("acceptance", "TL-05")]
    public void Nothing_goes_without_tls_and_login()
    {
        var client = _world.Connect(this, SmtpEndpointKind.Submission);
        Assert.DoesNotContain("AUTH", client.Send("EHLO me\r\n"));
        client.Talk("""
            > MAIL FROM:<ann@example.test>
            < 530 5.7.0 Must issue a STARTTLS command first
            > AUTH PLAIN AGFubkBleGFtcGxlLnRlc3QAeA==
            < 538 5.7.11 Encryption required for authentication
            > AUTH LOGIN
            < 538 5.7.11 Encryption required for authentication
            > VRFY ann
            < 530 5.7.0 Must issue a STARTTLS command first
            > STARTTLS
            < 220 2.0.0 Ready to start TLS
            > MAIL FROM:<ann@example.test>
            < 530 5.7.0 Authentication required
            """);
        Assert.Equal(0, _world.Authenticator.Tries);
        Assert.Equal(_world.Settings.GreetingDeadline, client.Deadline);
    }

    [Fact]
    [Trait("acceptance", "TL-04")]
    public void Starttls_forgets_all_that_was_before()
    {
        var client = _world.Connect(this, SmtpEndpointKind.Relay);
        client.Talk("""
            > STARTTLS
            < 503 5.5.1 Say hello first
            > HELO me
            < 250 mx.example.test
            > MAIL FROM:<>
            < 250 2.1.0 Sender ok
            > STARTTLS
            < 503 5.5.1 Bad sequence of commands
            > RSET
            < 250 2.0.0 Ok
            > STARTTLS
            < 220 2.0.0 Ready to start TLS
            > MAIL FROM:<>
            < 503 5.5.1 Say hello first
            """);
        Assert.DoesNotContain("STARTTLS", client.Send("EHLO me\r\n"));
        client.Talk("""
            > STARTTLS
            < 503 5.5.1 TLS already active
            > RCPT TO:<ann@example.test>
            < 503 5.5.1 Need MAIL first
            """);
    }

    [Fact]
    public void Starttls_is_not_offered_without_a_certificate()
    {
        var client = _world.Connect(this, SmtpEndpointKind.Relay, startTls: false);
        Assert.DoesNotContain("STARTTLS", client.Send("EHLO me\r\n"));
        client.Talk("""
            > STARTTLS
            < 502 5.5.1 TLS not available here
            """);
    }

    [Fact]
    public void A_message_gets_what_it_lacks()
    {
        Connect().Talk("""
            > MAIL FROM:<ann+x@example.test>
            < 250 2.1.0 Sender ok
            > RCPT TO:<friend@remote.test>
            < 250 2.1.5 Recipient ok
            > DATA
            < 354 …
            > Subject: hi
            >
            > .
            < 250 2.0.0 Ok: queued as …
            """);

        var envelope = Assert.Single(_world.Queues.Accepted);
        Assert.Equal(_world.Ann, envelope.Submitter);
        Assert.Equal((0, null), (envelope.HeadLength, envelope.Recipients[0].Account));
        var text = _world.Text(envelope);
        Assert.StartsWith("Received: from client.test ([192.0.2.7])\r\n\tby mx.example.test with ESMTPSA (TLSv1.3 TLS_AES_256_GCM_SHA384)\r\n", text);
        Assert.Contains("\r\nDate: Tue, 24 Nov 2026 13:00:00 +0000\r\n", text);
        Assert.Contains("@mx.example.test>\r\nFrom: <ann+x@example.test>\r\nSubject: hi\r\n\r\n", text);
    }

    [Fact]
    public void A_complete_message_is_left_alone()
    {
        var (reply, _) = Submit("Date: Mon, 1 Jan 2024 00:00:00 +0000\r\nMESSAGE-ID: <x@y>\r\nFrom : Ann <ann@example.test>\r\n");

        Assert.StartsWith("250", reply);
        var text = _world.Text(_world.Queues.Accepted[0]);
        Assert.EndsWith("13:00:00 +0000\r\nDate: Mon, 1 Jan 2024 00:00:00 +0000\r\nMESSAGE-ID: <x@y>\r\nFrom : Ann <ann@example.test>\r\n\r\nbody\r\n", text);
    }

    [Theory]
    [InlineData("bob@example.test")]
    [InlineData("joe@remote.test")]
    [InlineData("sales2@example.test")]
    [Trait("acceptance", "RL-03")]
    public void Nobody_sends_with_the_address_of_another(string sender) =>
        Assert.Equal("553 5.7.1 Sender address not yours\r\n", Connect().Send($"MAIL FROM:<{sender}>\r\n"));

    [Theory]
    [InlineData("From: ann@example.test")]
    [InlineData("From: \"Bob <bob@example.test>\" <ann@example.test>")]
    [InlineData("From: =?utf-8?Q?Bob?= <Ann+tag@EXAMPLE.test>")]
    [InlineData("From: Sales <sales@example.test>, ann.alias@example.test")]
    [InlineData("From: (a (nested) comment) ann@example.test (more)")]
    [InlineData("From: Team: ann@example.test, sales@example.test;")]
    [InlineData("From: ann@example.test\r\nSender: sales@example.test")]
    [InlineData("From: Ann\r\n <ann@example.test>")]
    [InlineData("From: <@remote.test:ann@example.test>")]
    [InlineData("From: ann@example.test\r\nReply-To: bob@example.test\r\nX-From: bob@example.test")]
    [Trait("acceptance", "RL-03")]
    [Trait("acceptance", "AD-03")]
    public void An_author_that_is_theirs_passes(string header) => Assert.StartsWith("250", Submit(header + "\r\n").Reply);

    [Theory]
    [InlineData("From: bob@example.test")]
    [InlineData("From: <bob@example.test>")]
    [InlineData("From: admin@remote.test")]
    [InlineData("From : bob@example.test")]
    [InlineData("From\t: bob@example.test")]
    [InlineData("fROM: bob@example.test")]
    [InlineData("From:\r\n bob@example.test")]
    [InlineData("From: ann@example.test, bob@example.test")]
    [InlineData("From: Team: ann@example.test, bob@example.test;")]
    [InlineData("From: Team: bob@example.test;, ann@example.test")]
    [InlineData("From: (ann@example.test) bob@example.test")]
    [InlineData("From: \"ann@example.test\" <bob@example.test>")]
    [InlineData("From: <@example.test,@ann.example.test:bob@example.test>")]
    [InlineData("From: =?utf-8?Q?ann=40example.test?= <bob@example.test>")]
    [InlineData("From: ann@example.test\r\nSender: bob@example.test")]
    [InlineData("From: ann@example.test\r\nResent-From: bob@example.test")]
    [InlineData("From: ann@example.test\r\nResent-Sender: bob@example.test")]
    [InlineData("From: b\u00f6b@example.test")]
    [Trait("acceptance", "RL-03")]
    public void An_author_of_another_is_refused(string header)
    {
        var (reply, client) = Submit(header + "\r\n");
        Assert.StartsWith("550 5.7.1 From or Sender of the header", reply);
        Assert.Empty(_world.Queues.Accepted);
        Assert.Equal(0, _world.Blobs.OpenWriters);
        Assert.StartsWith("503", client.Send("DATA\r\n"));
    }

    [Theory]
    [InlineData("From: ann@example.test\r\nFrom: bob@example.test")]
    [InlineData("From: ann@example.test\r\nFrom: ann@example.test")]
    [InlineData("From: ann@example.test\r\nfrom : bob@example.test")]
    [InlineData("From: ann@example.test\r\nSender: ann@example.test\r\nSender: ann@example.test")]
    [InlineData("From:")]
    [InlineData("From: undisclosed:;")]
    [InlineData("From: <>")]
    [InlineData("From: ann@example.test <bob@example.test> <ann@example.test>")]
    [InlineData("From: <ann@example.test> bob@example.test")]
    [InlineData("From: <ann@example.test><bob@example.test>")]
    [InlineData("From: bob@example.test <ann@example.test>, ")]
    [InlineData("From: ann@example.test,,bob@example.test")]
    [InlineData("From: bob@example.test(<ann@example.test>")]
    [InlineData("From: \"<ann@example.test>")]
    [InlineData("From: =?utf-8?Q?bob=40example.test?=")]
    [InlineData("From: =?utf-8?B?PGJvYkBleGFtcGxlLnRlc3Q+?=")]
    [InlineData("From: <ann@example.test\r\n")]
    [InlineData("From: a:b:ann@example.test;;")]
    [InlineData("From: ann@example.test;")]
    [InlineData("From: <bob@example.test@ann@example.test>")]
    [InlineData("From: <(bob@example.test)ann@example.test>")]
    [InlineData("From: < ann@example.test >")]
    [InlineData("From: ann@example.test\r\nno field at all\r\nX: y")]
    [InlineData("From: ann@example.test\r\n: bob@example.test")]
    [InlineData("From: ann@example.test\r\nFr om: bob@example.test")]
    [Trait("acceptance", "RL-03")]
    public void An_author_two_readers_could_read_differently_is_refused(string header)
    {
        Assert.Equal("550 5.7.1 From or Sender of the header missing, doubled or malformed\r\n", Submit(header + "\r\n").Reply);
        Assert.Empty(_world.Queues.Accepted);
    }

    [Fact]
    [Trait("acceptance", "RL-03")]
    public void A_field_hidden_in_the_first_continuation_becomes_body()
    {
        Assert.StartsWith("250", Submit(" From: bob@example.test\r\n").Reply);

        Assert.Contains("From: <ann@example.test>\r\n\r\n From: bob@example.test\r\n", _world.Text(_world.Queues.Accepted[0]));
    }

    [Fact]
    public void A_directory_that_cannot_tell_is_451()
    {
        var client = Connect();
        client.Send("MAIL FROM:<ann@example.test>\r\nRCPT TO:<friend@remote.test>\r\n");
        client.Send("DATA\r\n");
        _world.Directory.CannotTell = true;

        Assert.Equal("451 4.3.0 Cannot take the message now\r\n", client.Send("From: ann.alias@example.test\r\n\r\n.\r\n"));
        Assert.Equal("451 4.3.0 Cannot take the message now\r\n", client.Send("MAIL FROM:<ann@example.test>\r\n"));
    }

    private SmtpClient Connect() => _world.Connect(this, SmtpEndpointKind.Submission, tls: true).Greet("ann@example.test");

    private (string Reply, SmtpClient Client) Submit(string header)
    {
        var client = Connect();
        client.Send("MAIL FROM:<ann@example.test>\r\nRCPT TO:<friend@remote.test>\r\n");
        client.Send("DATA\r\n");
        return (client.Send(Encoding.UTF8.GetBytes(header + "\r\nbody\r\n.\r\n")), client);
    }
}

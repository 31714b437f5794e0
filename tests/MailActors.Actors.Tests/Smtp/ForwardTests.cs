using MailActors.Domain.Queue;
using MailActors.Protocol.Smtp;
using Xunit;

namespace MailActors.Actors.Tests.Smtp;

/// <summary>Mail for an alias that leads to another host, as it is accepted.</summary>
public class ForwardTests : ActorSpec
{
    private readonly SmtpWorld _world = new();

    [Fact]
    public void Mail_from_outside_is_forwarded_with_a_reverse_path_of_the_aliass_domain()
    {
        Assert.StartsWith("250", Send(Connect(), "joe@far.test", "From: joe@far.test\r\n", "away@example.test"));
        var recipient = Assert.Single(Accepted.Recipients);
        Assert.Equal("friend@remote.test", recipient.Address.ToString());
        Assert.Equal(_world.ReturnPaths.Of("joe@far.test", "example.test"), recipient.Sender);
        Assert.Equal("away@example.test", recipient.Via?.ToString());
        Assert.Equal("joe@far.test", Accepted.ReversePath?.ToString());
        Assert.Equal(MailOrigin.Relayed, Accepted.Handling.Origin);
    }

    [Fact]
    public void Local_recipients_keep_the_sender_and_each_place_gets_one_copy()
    {
        _world.Directory.AddAlias("both@example.test", "ann@example.test", "friend@remote.test", "other@remote.test");
        Assert.StartsWith("250", Send(Connect(), "joe@far.test", "From: joe@far.test\r\n", "both@example.test", "away@example.test", "ann.alias@example.test"));
        Assert.Equal(3, Accepted.Recipients.Count);
        var ann = Assert.Single(Accepted.Recipients, r => r.Account == _world.Ann);
        Assert.Null(ann.Sender);
        Assert.Null(ann.Via);
        Assert.StartsWith("Return-Path: <joe@far.test>\r\nDelivered-To: ann@example.test\r\n", _world.Text(ann));
        Assert.All(Accepted.Recipients.Where(r => r.Account is null), r => Assert.StartsWith("SRS0=", r.Sender?.LocalPart));
        Assert.DoesNotContain("Delivered-To", _world.Text(Accepted));
    }

    [Fact]
    public void The_settings_may_name_the_domain_and_one_that_is_not_here_is_not_used()
    {
        var named = new SmtpWorld(forwarding: new() { Domain = "bounces.test" });
        named.Directory.AddAccount("postmaster@bounces.test");
        Send(Connect(named), "joe@far.test", "From: joe@far.test\r\n", "away@example.test");
        Assert.Equal("bounces.test", Assert.Single(named.Queues.Accepted).Recipients[0].Sender?.Domain);

        var gone = new SmtpWorld(forwarding: new() { Domain = "bounces.test" });
        Send(Connect(gone), "joe@far.test", "From: joe@far.test\r\n", "away@example.test");
        Assert.Equal("example.test", Assert.Single(gone.Queues.Accepted).Recipients[0].Sender?.Domain);
    }

    [Theory]
    [InlineData("", "From: mailer-daemon@far.test\r\n", "250")]
    [InlineData("joe@far.test", "From: ann@example.test\r\n", "250")]
    [InlineData("joe@far.test", "From: joe@far.test\r\nFrom: ann@example.test\r\n", "250")]
    [InlineData("joe@far.test", "From: @\r\n", "250")]
    [InlineData("ann@example.test", "From: ann@example.test\r\n", "550 5.7.1 Mail in the name of this domain")]
    [InlineData("nobody@example.test", "From: ann@example.test\r\n", "550 5.7.1 Mail in the name of this domain")]
    [InlineData("", "From: ann@example.test\r\n", "550 5.7.1 Mail in the name of this domain")]
    [Trait("acceptance", "RL-04")]
    public void What_would_lend_our_name_to_a_stranger_keeps_its_sender_or_is_refused(string sender, string header, string reply)
    {
        Assert.StartsWith(reply, Send(Connect(), sender, header, "away@example.test"));
        if (reply != "250") Assert.Empty(_world.Queues.Accepted);
        else Assert.Null(Accepted.Recipients[0].Sender);

        // The control: to a mailbox here it may go.
        Assert.StartsWith("250", Send(Connect(), sender, header, "bob@example.test"));
    }

    [Fact]
    public void LMTP_refuses_the_forgery_for_the_one_recipient()
    {
        var client = _world.Connect(this, SmtpEndpointKind.Lmtp);
        client.Send("LHLO me\r\n");
        client.Talk("""
            > MAIL FROM:<ann@example.test>
            < 250 2.1.0 Sender ok
            > RCPT TO:<away@example.test>
            < 250 2.1.5 Recipient ok
            > RCPT TO:<bob@example.test>
            < 250 2.1.5 Recipient ok
            > DATA
            < 354 …
            > From: ann@example.test
            >
            > .
            < 550 5.7.1 Mail in the name of this domain …
            < 250 2.0.0 Ok: queued as …
            """);
        Assert.Equal(_world.Bob, Assert.Single(Accepted.Recipients).Account);
    }

    [Fact]
    public void What_an_account_submits_keeps_its_sender()
    {
        var client = _world.Connect(this, SmtpEndpointKind.Submission, tls: true).Greet("ann@example.test");
        Assert.StartsWith("250", Send(client, "ann@example.test", "From: ann@example.test\r\n", "away@example.test"));
        Assert.Null(Accepted.Recipients[0].Sender);
        Assert.Equal("away@example.test", Accepted.Recipients[0].Via?.ToString());
    }

    /// <summary>Our own reverse-path came back by another forwarder: it leads back as it is. A forged one of the same form is a stranger's.</summary>
    [Fact]
    public void A_reverse_path_of_ours_is_not_wrapped_again()
    {
        var path = _world.ReturnPaths.Of("joe@far.test", "example.test");
        Assert.StartsWith("250", Send(Connect(), path.ToString(), "From: joe@far.test\r\n", "away@example.test"));
        Assert.Null(Accepted.Recipients[0].Sender);
        Assert.Equal(path, Accepted.ReversePath);
        Assert.StartsWith("250", Send(Connect(), "SRS0=AAAAAAAA=JQ=far.test=joe@example.test", "From: joe@far.test\r\n", "away@example.test"));
        Assert.StartsWith("SRS1=", Accepted.Recipients[0].Sender?.LocalPart);
    }

    [Theory]
    [InlineData("Delivered-To: away@example.test\r\n", "554 5.4.6")]
    [InlineData("Delivered-To: AWAY@example.test\r\n", "554 5.4.6")]
    [InlineData("Delivered-To: friend@remote.test\r\n", "250")]
    [InlineData("Delivered-To: ann@example.test\r\n", "250")]
    [Trait("acceptance", "LP-02")]
    public void What_an_address_has_forwarded_it_forwards_no_second_time(string header, string reply) =>
        Assert.StartsWith(reply, Send(Connect(), "joe@far.test", header + "From: joe@far.test\r\n", "away@example.test"));

    [Fact]
    public void Who_can_not_tell_puts_the_message_off()
    {
        var client = Connect();
        client.Send($"MAIL FROM:<{_world.ReturnPaths.Of("joe@far.test", "example.test")}>\r\nRCPT TO:<away@example.test>\r\n");
        client.Send("DATA\r\n");
        _world.ReturnPaths.CannotTell = true;
        Assert.StartsWith("451 4.3.0", client.Send("From: joe@far.test\r\n\r\n.\r\n"));
    }

    private Envelope Accepted => _world.Queues.Accepted[^1];

    private SmtpClient Connect(SmtpWorld? world = null) => (world ?? _world).Connect(this, SmtpEndpointKind.Relay).Greet();

    private static string Send(SmtpClient client, string sender, string header, params string[] to)
    {
        client.Send($"MAIL FROM:<{sender}>\r\n" + string.Concat(to.Select(one => $"RCPT TO:<{one}>\r\n")));
        Assert.StartsWith("354", client.Send("DATA\r\n"));
        return client.Send(header + "\r\nbody\r\n.\r\n");
    }
}

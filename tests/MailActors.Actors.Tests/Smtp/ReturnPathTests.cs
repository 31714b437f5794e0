using MailActors.Domain.Queue;
using MailActors.Protocol.Smtp;
using Xunit;

namespace MailActors.Actors.Tests.Smtp;

/// <summary>Bounces of forwarded mail find their way back, and nothing else does.</summary>
public class ReturnPathTests : ActorSpec
{
    private readonly SmtpWorld _world = new();

    [Theory]
    [InlineData(SmtpEndpointKind.Relay)]
    [InlineData(SmtpEndpointKind.Lmtp)]
    public void A_bounce_goes_back_to_the_sender_and_is_not_rewritten_again(SmtpEndpointKind kind)
    {
        var path = _world.ReturnPaths.Of("joe@far.test", "example.test");
        Assert.EndsWith("250 2.1.5 Recipient ok\r\n", Rcpt(path.ToString(), kind: kind, header: true));
        var envelope = Assert.Single(_world.Queues.Accepted);
        Assert.Null(envelope.ReversePath);
        Assert.Equal(MailOrigin.Relayed, envelope.Handling.Origin);
        var recipient = Assert.Single(envelope.Recipients);
        Assert.Equal(("joe@far.test", null, null), (recipient.Address.ToString(), recipient.Account, recipient.Sender));
        Assert.Equal(path, recipient.Via);
    }

    [Fact]
    public void A_host_that_changes_case_does_no_harm() =>
        Assert.StartsWith("250", Rcpt(_world.ReturnPaths.Of("joe@far.test", "example.test").ToString().ToLowerInvariant()));

    [Fact]
    public void A_sender_too_long_for_a_reverse_path_is_kept_and_found()
    {
        var sender = $"bounces+{new string('7', 40)}=example.org@mailings.far.test";
        var path = _world.ReturnPaths.Of(sender, "example.test");
        Assert.InRange(path.LocalPart.Length, 1, 64);
        Assert.EndsWith("250 2.1.5 Recipient ok\r\n", Rcpt(path.ToString(), header: true));
        Assert.Equal(sender, Assert.Single(_world.Queues.Accepted).Recipients[0].Address.ToString());
    }

    /// <summary>Whoever got the forwarded mail knows the address. It is no leave to send through us.</summary>
    [Theory]
    [InlineData("spammer@anywhere.test")]
    [InlineData("ann@example.test")]
    [InlineData("joe@far.test")]
    [Trait("acceptance", "RL-04")]
    public void Mail_with_a_sender_is_no_bounce(string sender) =>
        Assert.Equal("550 5.7.1 Only bounces are taken for this address\r\n", Rcpt(_world.ReturnPaths.Of("joe@far.test", "example.test").ToString(), sender));

    [Theory]
    [InlineData("SRS0=AAAAAAAA=JQ=far.test=joe@example.test", "550 5.1.1 No such user here")]
    [InlineData("SRS0=joe@example.test", "550 5.1.1 No such user here")]
    [InlineData("SRS1=AAAAAAAA=far.test==AAAA=JQ=far.test=joe@example.test", "550 5.1.1 No such user here")]
    [InlineData("SRS0+AAAAAAAA=JQ==0123456789abcdef@example.test", "550 5.1.1 No such user here")]
    [InlineData("SRS0=AAAAAAAA=JQ=far.test=joe@remote.test", "550 5.7.1 Relaying denied")]
    [Trait("acceptance", "RL-04")]
    public void A_forged_reverse_path_is_refused(string path, string reply)
    {
        Assert.Equal(reply + "\r\n", Rcpt(path));
        Assert.Equal(reply + "\r\n", Rcpt(path, "joe@far.test"));
    }

    [Fact]
    [Trait("acceptance", "RL-04")]
    public void One_of_ours_is_nothing_in_the_domain_of_another_or_for_another_sender()
    {
        var path = _world.ReturnPaths.Of("joe@far.test", "example.test");
        Assert.StartsWith("550 5.7.1 Relaying denied", Rcpt($"{path.LocalPart}@remote.test"));
        Assert.StartsWith("550 5.1.1", Rcpt(path.ToString().Replace("joe", "jim")));
    }

    [Fact]
    public void Guessing_ends_the_connection()
    {
        var client = _world.Connect(this, SmtpEndpointKind.Relay).Greet();
        client.Send("MAIL FROM:<>\r\n");
        for (var i = 1; i < 20; i++) client.Send($"RCPT TO:<SRS0=AAAA{i:D4}=JQ=far.test=joe@example.test>\r\n");
        Assert.EndsWith("421 4.7.0 Too many unknown recipients\r\n", client.Send("RCPT TO:<SRS0=BBBBBBBB=JQ=far.test=joe@example.test>\r\n"));
    }

    [Fact]
    public void After_three_weeks_no_bounce_is_taken()
    {
        var path = _world.ReturnPaths.Of("joe@far.test", "example.test").ToString();
        _world.Time.Advance(TimeSpan.FromDays(21));
        Assert.StartsWith("250", Rcpt(path));
        _world.Time.Advance(TimeSpan.FromDays(1));
        Assert.StartsWith("550 5.1.1 Return path has expired", Rcpt(path));
    }

    [Fact]
    public void Who_can_not_tell_puts_it_off()
    {
        var path = _world.ReturnPaths.Of("joe@far.test", "example.test").ToString();
        _world.ReturnPaths.CannotTell = true;
        Assert.StartsWith("451 4.3.0", Rcpt(path));
        _world.ReturnPaths.CannotTell = false;
        _world.Directory.CannotTell = true;
        Assert.StartsWith("451 4.3.0", Rcpt(path));
    }

    [Fact]
    public void A_sender_of_ours_is_looked_up_like_any_address()
    {
        Assert.StartsWith("250", Rcpt(_world.ReturnPaths.Of("ann@example.test", "example.test").ToString(), header: true));
        Assert.Equal(_world.Ann, Assert.Single(_world.Queues.Accepted).Recipients[0].Account);
        Assert.StartsWith("550 5.1.1", Rcpt(_world.ReturnPaths.Of("nobody@example.test", "example.test").ToString()));
        Assert.StartsWith("550 5.4.6", Rcpt(_world.ReturnPaths.Of("loop@example.test", "example.test").ToString()));
    }

    /// <summary>For an account of ours it is an address like any other, and nobody has it.</summary>
    [Fact]
    public void Who_submits_sends_no_bounces()
    {
        var client = _world.Connect(this, SmtpEndpointKind.Submission, tls: true).Greet("ann@example.test");
        client.Send("MAIL FROM:<>\r\n");
        Assert.StartsWith("550 5.1.1", client.Send($"RCPT TO:<{_world.ReturnPaths.Of("joe@far.test", "example.test")}>\r\n"));
    }

    [Fact]
    [Trait("acceptance", "RL-04")]
    public void A_bounce_in_our_own_name_is_not_passed_on()
    {
        var client = _world.Connect(this, SmtpEndpointKind.Relay).Greet();
        client.Send($"MAIL FROM:<>\r\nRCPT TO:<{_world.ReturnPaths.Of("joe@far.test", "example.test")}>\r\n");
        client.Send("DATA\r\n");
        Assert.StartsWith("550 5.7.1", client.Send("From: boss@example.test\r\n\r\npay\r\n.\r\n"));
    }

    /// <param name="header">Send a message too.</param>
    private string Rcpt(string to, string from = "", SmtpEndpointKind kind = SmtpEndpointKind.Relay, bool header = false)
    {
        var client = _world.Connect(this, kind);
        client.Send(kind == SmtpEndpointKind.Lmtp ? "LHLO me\r\n" : "EHLO me\r\n");
        client.Send($"MAIL FROM:<{from}>\r\n");
        var reply = client.Send($"RCPT TO:<{to}>\r\n");
        if (!header) return reply;
        client.Send("DATA\r\n");
        Assert.StartsWith("250", client.Send("From: mailer-daemon@remote.test\r\n\r\nreport\r\n.\r\n"));
        return reply;
    }
}

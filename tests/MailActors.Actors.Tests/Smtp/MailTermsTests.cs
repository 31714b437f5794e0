using MailActors.Domain.Queue;
using MailActors.Protocol.Smtp;
using Xunit;

namespace MailActors.Actors.Tests.Smtp;

/// <summary>What a sender may ask for: when, how soon, how urgently, and a reverse-path for each recipient.</summary>
public class MailTermsTests : ActorSpec
{
    private readonly SmtpWorld _world = new();

    private long Moment => _world.Time.GetUtcNow().ToUnixTimeSeconds();

    [Fact]
    public void Each_door_offers_what_it_grants()
    {
        var submission = _world.Connect(this, SmtpEndpointKind.Submission, tls: true).Send("EHLO me\r\n");
        Assert.Contains("250-FUTURERELEASE 2592000 2026-12-24T00:00:00Z\r\n", submission);
        Assert.Contains("250-DELIVERBY 60\r\n", submission);
        Assert.Contains("250-MT-PRIORITY MIXER\r\n", submission);
        Assert.Contains("250-XVERP\r\n", submission);
        var relay = _world.Connect(this, SmtpEndpointKind.Relay).Send("EHLO me\r\n");
        Assert.Contains("250-DELIVERBY 60\r\n", relay);
        Assert.DoesNotContain("FUTURERELEASE", relay);
        Assert.DoesNotContain("MT-PRIORITY", relay);
        Assert.DoesNotContain("XVERP", relay);
        Assert.DoesNotContain("DELIVERBY", _world.Connect(this, SmtpEndpointKind.Lmtp).Send("LHLO me\r\n"));
        _world.Time.Advance(TimeSpan.FromDays(1));
        Assert.Contains(" 2026-12-25T00:00:00Z\r\n", _world.Connect(this, SmtpEndpointKind.Submission, tls: true).Send("EHLO me\r\n"));
    }

    [Theory]
    [InlineData(SmtpEndpointKind.Relay, "HOLDFOR=60")]
    [InlineData(SmtpEndpointKind.Relay, "HOLDUNTIL=2026-11-25T00:00:00Z")]
    [InlineData(SmtpEndpointKind.Relay, "MT-PRIORITY=3")]
    [InlineData(SmtpEndpointKind.Relay, "XVERP")]
    [InlineData(SmtpEndpointKind.Lmtp, "HOLDFOR=60")]
    [InlineData(SmtpEndpointKind.Lmtp, "BY=60;N")]
    public void What_is_not_offered_is_no_parameter(SmtpEndpointKind kind, string parameter)
    {
        var client = _world.Connect(this, kind);
        client.Send(kind == SmtpEndpointKind.Lmtp ? "LHLO me\r\n" : "EHLO me\r\n");
        Assert.Equal("555 5.5.4 Parameter not recognized\r\n", client.Send($"MAIL FROM:<joe@remote.test> {parameter}\r\n"));
        Assert.StartsWith("250", client.Send("MAIL FROM:<joe@remote.test>\r\n"));
    }

    [Fact]
    public void Mail_is_held_as_long_as_is_offered_and_no_longer()
    {
        var client = Connect();
        client.Talk("""
            > MAIL FROM:<ann@example.test> HOLDFOR=2592001
            < 501 5.5.4 Cannot hold a message until then
            > MAIL FROM:<ann@example.test> HOLDUNTIL=2026-12-24T13:00:01Z
            < 501 5.5.4 Cannot hold a message until then
            > MAIL FROM:<ann@example.test> HOLDUNTIL=2026-11-24T13:00:00Z
            < 501 5.5.4 Cannot hold a message until then
            > MAIL FROM:<ann@example.test> HOLDFOR=60 HOLDUNTIL=2026-12-24T13:00:00Z
            < 501 5.5.4 Bad value of a parameter
            > MAIL FROM:<ann@example.test> HOLDUNTIL=2026-12-24T13:00:00Z
            < 250 2.1.0 Sender ok
            > RSET
            < 250 2.0.0 Ok
            """);
        Assert.Equal(Moment + 2_592_000, Submit(client, "HOLDFOR=2592000").ReleaseAt);
        Assert.Equal(Moment + 86_400, Submit(client, "HOLDUNTIL=2026-11-25T13:00:00Z").ReleaseAt);
        Assert.Null(Submit(client, "").ReleaseAt);
    }

    [Fact]
    public void Where_nothing_may_be_held_nothing_is_offered()
    {
        var world = new SmtpWorld(new Actors.Smtp.SmtpSettings { MaxHold = TimeSpan.Zero });
        var client = world.Connect(this, SmtpEndpointKind.Submission, tls: true);
        Assert.DoesNotContain("FUTURERELEASE", client.Send("EHLO me\r\n"));
        Assert.StartsWith("555", client.Greet("ann@example.test").Send("MAIL FROM:<ann@example.test> HOLDFOR=60\r\n"));
    }

    [Fact]
    public void A_time_for_the_delivery_counts_from_mail_and_of_held_mail_from_its_release()
    {
        var client = Connect();
        client.Talk("""
            > MAIL FROM:<ann@example.test> BY=59;R
            < 553 5.4.7 Cannot promise delivery in so short a time
            """);
        Assert.Equal(new DeliverBy(Moment + 60, Return: true, Trace: true), Submit(client, "BY=60;RT").DeliverBy);
        Assert.Equal(new DeliverBy(Moment - 5, Return: false, Trace: false), Submit(client, "BY=-5;N").DeliverBy);
        Assert.Equal(new DeliverBy(Moment + 4_200, Return: true, Trace: false), Submit(client, "BY=600;R HOLDFOR=3600").DeliverBy);
    }

    [Fact]
    public void A_host_may_set_a_time_too()
    {
        var client = _world.Connect(this, SmtpEndpointKind.Relay).Greet();
        client.Send("MAIL FROM:<joe@remote.test> BY=600;N\r\n");
        client.Send("RCPT TO:<ann@example.test>\r\n");
        client.Send("DATA\r\n");
        Assert.StartsWith("250", client.Send("MT-Priority: 9\r\n\r\n.\r\n"));
        Assert.Equal(new Handling { DeliverBy = new(Moment + 600, Return: false, Trace: false) }, Assert.Single(_world.Queues.Accepted).Handling);
    }

    [Theory]
    [InlineData("MT-PRIORITY=3", "", 3, "250 2.1.0 Sender ok")]
    [InlineData("MT-PRIORITY=-9", "", -9, "250 2.1.0 Sender ok")]
    [InlineData("MT-PRIORITY=9", "", 4, "250 2.3.6 4 is the priority it goes with")]
    [InlineData("", "MT-Priority: 2\r\n", 2, "250 2.1.0 Sender ok")]
    [InlineData("", "MT-Priority: -3\r\n", -3, "250 2.1.0 Sender ok")]
    [InlineData("", "MT-Priority: 8\r\n", 4, "250 2.1.0 Sender ok")]
    [InlineData("", "MT-Priority: 2\r\nMT-Priority: 2\r\n", 0, "250 2.1.0 Sender ok")]
    [InlineData("", "MT-Priority: urgent\r\n", 0, "250 2.1.0 Sender ok")]
    [InlineData("", "X-Priority: 1\r\n", 0, "250 2.1.0 Sender ok")]
    [InlineData("MT-PRIORITY=0", "MT-Priority: 2\r\n", 0, "250 2.1.0 Sender ok")]
    public void Those_who_have_logged_in_may_be_urgent_up_to_a_limit(string parameter, string field, int priority, string reply)
    {
        var client = Connect();
        Assert.Equal(reply + "\r\n", client.Send($"MAIL FROM:<ann@example.test> {parameter}\r\n"));
        Assert.Equal(priority, Finish(client, field).Handling.Priority);
    }

    [Fact]
    public void With_xverp_each_recipient_has_a_reverse_path_of_its_own()
    {
        var client = Connect();
        client.Talk("""
            > MAIL FROM:<> XVERP
            < 503 5.5.4 XVERP needs a sender
            > MAIL FROM:<bob@example.test> XVERP
            < 553 5.7.1 Sender address not yours
            > MAIL FROM:<ann@example.test> XVERP==+
            < 501 5.5.4 Bounces to addresses with these XVERP delimiters would not reach the sender
            > MAIL FROM:<ann@example.test> XVERP=-=
            < 501 5.5.4 Bounces to addresses with these XVERP delimiters would not reach the sender
            """);
        client.Send("MAIL FROM:<ann+news@example.test> XVERP\r\n");
        client.Send("RCPT TO:<friend@remote.test>\r\n");
        client.Send($"RCPT TO:<{new string('l', 50)}@remote.test>\r\n");
        client.Send("RCPT TO:<bob@example.test>\r\n");
        client.Send("RCPT TO:<sales@example.test>\r\n");
        var envelope = Finish(client, "");

        Assert.Equal("ann+news@example.test", envelope.ReversePath!.ToString());
        Assert.Equal(
            ["ann+news+friend=remote.test@example.test", null, "ann+news+bob=example.test@example.test", "ann+news+sales=example.test@example.test"],
            envelope.Recipients.Select(r => r.Sender?.ToString()));
        Assert.StartsWith("Return-Path: <ann+news+bob=example.test@example.test>\r\n", _world.Text(envelope.Recipients[2]));
    }

    [Fact]
    public void The_only_local_recipient_sees_its_own_reverse_path_too()
    {
        var client = Connect();
        client.Send("MAIL FROM:<ann@example.test> XVERP=+-\r\n");
        client.Send("RCPT TO:<bob@example.test>\r\n");
        Assert.StartsWith("Return-Path: <ann+bob-example.test@example.test>\r\n", _world.Text(Data(client, "")));
    }

    private SmtpClient Connect() => _world.Connect(this, SmtpEndpointKind.Submission, tls: true).Greet("ann@example.test");

    private Handling Submit(SmtpClient client, string parameters)
    {
        Assert.StartsWith("250", client.Send($"MAIL FROM:<ann@example.test> {parameters}\r\n"));
        return Finish(client, "").Handling;
    }

    private Envelope Finish(SmtpClient client, string field)
    {
        client.Send("RCPT TO:<friend@remote.test>\r\n");
        return Data(client, field);
    }

    private Envelope Data(SmtpClient client, string field)
    {
        client.Send("DATA\r\n");
        Assert.StartsWith("250", client.Send($"From: ann@example.test\r\n{field}\r\nbody\r\n.\r\n"));
        return _world.Queues.Accepted[^1];
    }
}

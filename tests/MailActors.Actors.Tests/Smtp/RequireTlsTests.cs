using MailActors.Domain.Queue;
using MailActors.Protocol.Smtp;
using Xunit;

namespace MailActors.Actors.Tests.Smtp;

/// <summary>RFC 8689: REQUIRETLS and the TLS-Required field, from client to envelope.</summary>
public class RequireTlsTests : ActorSpec
{
    private readonly SmtpWorld _world = new();

    [Theory]
    [InlineData(SmtpEndpointKind.Relay, false, false)]
    [InlineData(SmtpEndpointKind.Relay, true, true)]
    [InlineData(SmtpEndpointKind.Submission, false, false)]
    [InlineData(SmtpEndpointKind.Submission, true, true)]
    [InlineData(SmtpEndpointKind.Lmtp, true, false)]
    public void It_is_offered_under_TLS_only(SmtpEndpointKind kind, bool tls, bool offered)
    {
        var greeting = _world.Connect(this, kind, tls).Send(kind == SmtpEndpointKind.Lmtp ? "LHLO me\r\n" : "EHLO me\r\n");
        Assert.Equal(offered, greeting.Contains("REQUIRETLS"));
    }

    [Fact]
    public void Without_TLS_it_is_refused_and_with_TLS_taken_once_and_without_a_value()
    {
        _world.Connect(this, SmtpEndpointKind.Relay).Greet().Talk("""
            > MAIL FROM:<x@remote.test> REQUIRETLS
            < 530 5.7.0 Must issue a STARTTLS command first
            > MAIL FROM:<x@remote.test>
            < 250 2.1.0 Sender ok
            """);
        _world.Connect(this, SmtpEndpointKind.Relay, tls: true).Greet().Talk("""
            > MAIL FROM:<x@remote.test> REQUIRETLS=1
            < 501 5.5.4 Bad value of a parameter
            > MAIL FROM:<x@remote.test> REQUIRETLS requiretls
            < 501 5.5.4 Bad value of a parameter
            > MAIL FROM:<x@remote.test> SIZE=100 requiretls
            < 250 2.1.0 Sender ok
            """);
    }

    [Theory]
    [InlineData("", "TLS-Required: No\r\n", false, true)]
    [InlineData("", "tls-required:\tNO \r\n", false, true)]
    [InlineData("", "TLS-Required:\r\n No\r\n", false, true)]
    [InlineData("", "TLS-Required: Yes\r\n", false, false)]
    [InlineData("", "TLS-Required: No\r\nTLS-Required: No\r\n", false, false)]
    [InlineData("", "", false, false)]
    [InlineData(" REQUIRETLS", "", true, false)]
    [InlineData(" REQUIRETLS", "TLS-Required: No\r\n", true, false)]
    public void What_is_asked_for_is_in_the_envelope_and_REQUIRETLS_wins(string parameter, string field, bool required, bool optional)
    {
        var handling = Submit(parameter, field);
        Assert.Equal((MailOrigin.Submitted, required, optional), (handling.Origin, handling.RequireTls, handling.TlsOptional));
    }

    [Fact]
    public void A_field_in_the_body_says_nothing() => Assert.False(Submit("", "", "TLS-Required: No").TlsOptional);

    [Fact]
    public void Mail_of_other_hosts_keeps_what_it_asks_for()
    {
        _world.Connect(this, SmtpEndpointKind.Relay, tls: true).Greet().Talk("""
            > MAIL FROM:<x@remote.test> REQUIRETLS
            < 250 2.1.0 Sender ok
            > RCPT TO:<away@example.test>
            < 250 2.1.5 Recipient ok
            > DATA
            < 354…
            > Subject: x
            >
            > x
            > .
            < 250…
            """);
        Assert.True(Assert.Single(_world.Queues.Accepted).Handling is { Origin: MailOrigin.Relayed, RequireTls: true });
    }

    private Handling Submit(string parameter, string field, string body = "x")
    {
        var client = _world.Connect(this, SmtpEndpointKind.Submission, tls: true).Greet("ann@example.test");
        Assert.StartsWith("250", client.Send($"MAIL FROM:<ann@example.test>{parameter}\r\n"));
        Assert.StartsWith("250", client.Send("RCPT TO:<bob@remote.test>\r\n"));
        Assert.StartsWith("354", client.Send("DATA\r\n"));
        Assert.StartsWith("250", client.Send($"From: ann@example.test\r\n{field}Subject: x\r\n\r\n{body}\r\n.\r\n"));
        return Assert.Single(_world.Queues.Accepted).Handling;
    }
}

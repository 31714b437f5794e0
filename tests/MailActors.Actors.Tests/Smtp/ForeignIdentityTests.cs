using MailActors.Protocol.Smtp;
using Xunit;

namespace MailActors.Actors.Tests.Smtp;

/// <summary>XCLIENT, XFORWARD and the PROXY header tell of another client than the one that is there. We list nobody whose word on that counts.</summary>
public class ForeignIdentityTests : ActorSpec
{
    private readonly SmtpWorld _world = new();

    [Theory]
    [InlineData(SmtpEndpointKind.Relay, "XCLIENT ADDR=127.0.0.1 NAME=localhost LOGIN=ann@example.test")]
    [InlineData(SmtpEndpointKind.Relay, "XFORWARD ADDR=127.0.0.1 NAME=localhost PROTO=ESMTP HELO=localhost")]
    [InlineData(SmtpEndpointKind.Relay, "xclient addr=127.0.0.1")]
    [InlineData(SmtpEndpointKind.Relay, "PROXY TCP4 127.0.0.1 127.0.0.1 40000 25")]
    [InlineData(SmtpEndpointKind.Submission, "XCLIENT LOGIN=ann@example.test")]
    [InlineData(SmtpEndpointKind.Submission, "PROXY TCP6 ::1 ::1 40000 587")]
    [InlineData(SmtpEndpointKind.Lmtp, "XFORWARD ADDR=127.0.0.1")]
    [Trait("acceptance", "RL-06")]
    public void The_word_of_a_peer_on_who_it_is_is_refused_and_changes_nothing(SmtpEndpointKind kind, string line)
    {
        var client = _world.Connect(this, kind, tls: true);
        Assert.Equal("500 5.5.2 Command not recognized\r\n", client.Send(line + "\r\n"));
        var hello = kind == SmtpEndpointKind.Lmtp ? "LHLO client.test\r\n" : "EHLO client.test\r\n";
        var greeting = client.Send(hello);
        Assert.DoesNotContain("XCLIENT", greeting);
        Assert.DoesNotContain("XFORWARD", greeting);
        Assert.Equal("500 5.5.2 Command not recognized\r\n", client.Send(line + "\r\n"));
        if (kind == SmtpEndpointKind.Submission)
        {
            Assert.Equal("530 5.7.0 Authentication required\r\n", client.Send("MAIL FROM:<ann@example.test>\r\n"));
            return;
        }

        client.Send("MAIL FROM:<joe@remote.test>\r\n");
        Assert.Equal("550 5.7.1 Relaying denied\r\n", client.Send("RCPT TO:<friend@remote.test>\r\n"));
        client.Send("RCPT TO:<ann@example.test>\r\n");
        client.Send("DATA\r\n");
        Assert.StartsWith("250", client.Send("Subject: x\r\n\r\n.\r\n"));
        Assert.Contains("from client.test ([192.0.2.7])\r\n", _world.Text(Assert.Single(_world.Queues.Accepted)));
    }

    /// <summary>The header that ought to come first, before the banner.</summary>
    [Fact]
    [Trait("acceptance", "RL-06")]
    public void A_proxy_header_before_the_banner_is_a_client_that_talks_early()
    {
        var client = _world.Connect(this, SmtpEndpointKind.Relay, spokeFirst: true);
        Assert.Equal("554 5.5.0 Client talked before its turn\r\n", client.Banner);
        Assert.True(client.Closed);
    }

    /// <summary>Version 2 is binary and made of octets that no server takes for a command: CRLF CRLF NUL CRLF QUIT LF.</summary>
    [Fact]
    [Trait("acceptance", "RL-06")]
    public void A_binary_proxy_header_is_no_command()
    {
        var client = _world.Connect(this, SmtpEndpointKind.Lmtp);
        var heard = client.Send("\r\n\r\n\0\r\nQUIT\n\x21\x11\x00\x0C\x7F\x00\x00\x01\x7F\x00\x00\x01\x9C\x40\x00\x19\r\n");
        Assert.All(heard.Split("\r\n", StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("500", line));
        Assert.False(client.Closed);
        Assert.StartsWith("503", client.Send("MAIL FROM:<joe@remote.test>\r\n"));
    }
}

using System.Text;
using Akka.Event;
using MailActors.Protocol.Smtp;
using Xunit;

namespace MailActors.Actors.Tests.Smtp;

public class AuthTests : ActorSpec
{
    private readonly SmtpWorld _world = new();

    public AuthTests()
        : base("akka.loglevel = DEBUG")
    {
    }

    [Fact]
    public void Mechanisms_are_offered_under_tls_until_login()
    {
        var client = _world.Connect(this, SmtpEndpointKind.Submission, tls: true);
        Assert.Contains("250 AUTH SCRAM-SHA-256-PLUS SCRAM-SHA-256 PLAIN LOGIN\r\n", client.Send("EHLO me\r\n"));
        client.Greet("ann@example.test");
        Assert.DoesNotContain("AUTH", client.Send("EHLO me\r\n"));
        client.Talk("""
            > AUTH PLAIN
            < 503 5.5.1 Already authenticated
            """);
        Assert.Equal(_world.Settings.CommandDeadline, client.Deadline);
    }

    [Fact]
    public void Login_goes_by_two_questions()
    {
        var client = Connect();
        client.Talk($"""
            > AUTH LOGIN
            < 334 VXNlcm5hbWU6
            > {Base64("ANN@example.test")}
            < 334 UGFzc3dvcmQ6
            > {Base64(SmtpWorld.Password)}
            < 235 2.7.0 Authentication succeeded
            > MAIL FROM:<ann@example.test>
            < 250 2.1.0 Sender ok
            """);
    }

    [Fact]
    public void A_wrong_password_and_an_unknown_user_sound_the_same()
    {
        Connect().Talk($"""
            > AUTH PLAIN {Base64("\0ann@example.test\0wrong")}
            < 535 5.7.8 Authentication credentials invalid
            > AUTH PLAIN {Base64("\0nobody@example.test\0" + SmtpWorld.Password)}
            < 535 5.7.8 Authentication credentials invalid
            > AUTH PLAIN {Base64("bob@example.test\0ann@example.test\0" + SmtpWorld.Password)}
            < 535 5.7.8 Authentication credentials invalid
            > MAIL FROM:<ann@example.test>
            < 530 5.7.0 Authentication required
            """);
        _world.Authenticator.Unavailable = true;
        Connect().Talk($"""
            > AUTH PLAIN {Base64("\0ann@example.test\0" + SmtpWorld.Password)}
            < 454 4.7.0 Temporary authentication failure
            """);
    }

    [Fact]
    [Trait("acceptance", "AU-08")]
    public void Malformed_exchanges_get_their_answer()
    {
        Connect().Talk($"""
            > AUTH CRAM-MD5
            < 504 5.5.4 Unrecognized authentication mechanism
            > AUTH
            < 501 5.5.4 Syntax error in arguments
            > AUTH PLAIN !!!
            < 501 5.5.2 Malformed authentication response
            > AUTH PLAIN =
            < 501 5.5.2 Malformed authentication response
            > AUTH PLAIN {Base64("no nul")}
            < 501 5.5.2 Malformed authentication response
            > AUTH PLAIN {Base64("\0a\0b\0c")}
            < 501 5.5.2 Malformed authentication response
            > AUTH PLAIN
            < 334 …
            > *
            < 501 5.7.0 Authentication cancelled
            > AUTH LOGIN {Base64("a\u0001b")}
            < 501 5.5.2 Malformed authentication response
            """);
        Assert.Equal(0, _world.Authenticator.Tries);
    }

    [Fact]
    [Trait("acceptance", "AU-08")]
    public void A_huge_response_is_refused_without_being_kept()
    {
        var client = Connect();
        Assert.Equal("500 5.5.2 Line too long\r\n", client.Send("AUTH PLAIN " + new string('A', 1024 * 1024) + "\r\n"));
        client.Send("AUTH PLAIN\r\n");
        Assert.Equal("500 5.5.6 Authentication exchange line too long\r\n", client.Send(new string('A', 1024 * 1024) + "\r\n"));
        Assert.Equal("250 2.0.0 Ok\r\n", client.Send("NOOP\r\n"));
    }

    [Fact]
    [Trait("acceptance", "AU-08")]
    public void Cancelling_for_ever_ends_the_connection()
    {
        var client = Connect();
        var last = "";
        for (var tries = 0; !client.Closed; tries++)
        {
            Assert.InRange(tries, 0, 20);
            client.Send("AUTH PLAIN\r\n");
            if (!client.Closed) last = client.Send("*\r\n");
        }

        Assert.EndsWith("421 4.7.0 Too many errors\r\n", last);
    }

    [Fact]
    [Trait("acceptance", "TL-05")]
    public void No_password_reaches_a_log()
    {
        var log = CreateTestProbe();
        Sys.EventStream.Subscribe(log.Ref, typeof(LogEvent));
        var secret = Base64("\0ann@example.test\0" + SmtpWorld.Password);
        var plain = _world.Connect(this, SmtpEndpointKind.Submission);
        plain.Send("EHLO me\r\n");
        plain.Send($"AUTH PLAIN {secret}\r\n");
        plain.Send($"{secret}\r\n");
        var client = Connect();
        client.Send($"AUTH PLAIN {secret}x\r\n");
        client.Send($"AUTH LOGIN\r\n");
        client.Send($"{secret}!\r\n");
        client.Send($"AUTH PLAIN {secret}\r\n");
        Assert.StartsWith("250", client.Send("MAIL FROM:<ann@example.test>\r\n"));

        var said = new StringBuilder();
        while (log.ReceiveOne(TimeSpan.FromMilliseconds(300)) is LogEvent logged) said.AppendLine(logged.ToString());
        Assert.Contains("LoginNeedsTls", said.ToString());
        Assert.DoesNotContain("canary", said.ToString());
        Assert.DoesNotContain(secret[..12], said.ToString());
    }

    private SmtpClient Connect() => _world.Connect(this, SmtpEndpointKind.Submission, tls: true).Greet();

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}

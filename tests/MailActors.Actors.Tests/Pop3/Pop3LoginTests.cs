using System.Text;
using MailActors.Actors.Tests.Imap.Running;
using MailActors.Domain.Mailboxes;
using MailActors.Domain.Security;
using Xunit;

namespace MailActors.Actors.Tests.Pop3;

public class Pop3LoginTests
{
    private static readonly string PlainResponse = Convert.ToBase64String("\0user@example.test\0secret"u8);

    [Fact]
    public async Task User_and_pass_open_the_maildrop()
    {
        using var world = new Pop3World("A: 1\r\n\r\n");
        var client = await world.Greet();
        await Pop3World.Play(
            client,
            "STAT", "-ERR Log in",
            "PASS secret", "-ERR USER",
            "USER user@example.test", "+OK",
            "PASS secret", "+OK 1 8",
            "USER user@example.test", "-ERR You are logged in");
    }

    [Fact]
    [Trait("acceptance", "TL-05")]
    public async Task Without_TLS_no_login_is_offered_nor_taken()
    {
        using var world = new Pop3World();
        var client = await world.Greet(tls: false);
        var capabilities = await Pop3World.List(client, "CAPA");
        Assert.Contains("STLS", capabilities);
        Assert.DoesNotContain(capabilities, c => c.StartsWith("SASL", StringComparison.Ordinal) || c == "USER");
        await Pop3World.Play(client, "USER user@example.test", "-ERR Start TLS", "AUTH PLAIN " + PlainResponse, "-ERR Start TLS");
        Assert.Equal(0, world.Mailboxes.Attached(Pop3World.Account));
    }

    [Fact]
    [Trait("acceptance", "TL-04")]
    public async Task TLS_forgets_what_was_learnt_before_and_is_offered_once()
    {
        using var world = new Pop3World();
        var client = await world.Greet(tls: false);
        await Pop3World.Play(client, "STLS", "+OK", "PASS secret", "-ERR USER", "STLS", "-ERR TLS is on");
        var capabilities = await Pop3World.List(client, "CAPA");
        Assert.DoesNotContain("STLS", capabilities);
        Assert.Contains(capabilities, c => c.StartsWith("SASL SCRAM-SHA-256-PLUS SCRAM-SHA-256 PLAIN LOGIN", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("acceptance", "TL-01")]
    public async Task What_is_sent_behind_STLS_in_the_clear_is_never_obeyed()
    {
        using var world = new Pop3World();
        var client = await world.Greet(tls: false);
        client.Send("STLS\r\nUSER user@example.test\r\n");
        Assert.StartsWith("+OK Begin", await client.ReadLine());
        Assert.Null(await client.ReadLine());
    }

    [Fact]
    public async Task Without_a_certificate_there_is_no_STLS()
    {
        using var world = new Pop3World();
        var client = await world.Greet(tls: false, startTls: false);
        Assert.DoesNotContain("STLS", await Pop3World.List(client, "CAPA"));
        await Pop3World.Play(client, "STLS", "-ERR There is no TLS");
    }

    [Theory]
    [InlineData("AUTH PLAIN")]
    [InlineData("auth plain")]
    public async Task Plain_works_with_and_without_initial_response(string command)
    {
        using var world = new Pop3World();
        await Pop3World.Play(await world.Greet(), $"{command} {PlainResponse}", "+OK 0 0");
        await Pop3World.Play(await world.Greet(), command, "+ ", PlainResponse, "+OK 0 0");
    }

    [Fact]
    public async Task Login_asks_for_name_and_password() =>
        await Pop3World.Play(
            await new Pop3World().Greet(),
            "AUTH LOGIN", "+ VXNlcm5hbWU6",
            Convert.ToBase64String("user@example.test"u8), "+ UGFzc3dvcmQ6",
            Convert.ToBase64String("secret"u8), "+OK 0 0");

    [Fact]
    [Trait("acceptance", "AU-08")]
    public async Task Bad_responses_are_refused_and_the_next_try_counts()
    {
        using var world = new Pop3World();
        await Pop3World.Play(await world.Greet(), "AUTH PLAIN", "+ ", "*", "-ERR Given up", "AUTH PLAIN =", "-ERR", "AUTH PLAIN " + PlainResponse, "+OK");
        await Pop3World.Play(await world.Greet(), "AUTH PLAIN !!!", "-ERR", "AUTH XYZ", "-ERR No such", "AUTH PLAIN " + PlainResponse, "+OK");
        await Pop3World.Play(await world.Greet(), "AUTH PLAIN " + Convert.ToBase64String("\0a\0b\0c"u8), "-ERR", "QUIT", "+OK");
    }

    [Fact]
    [Trait("acceptance", "AU-08")]
    public async Task A_response_of_a_megabyte_is_too_long()
    {
        using var world = new Pop3World();
        var client = await world.Greet();
        client.Line("AUTH PLAIN " + new string('A', 1024 * 1024));
        Assert.StartsWith("-ERR The line is too long", await client.ReadLine());
        await Pop3World.Play(client, "AUTH PLAIN", "+ ", new string('A', 9000), "-ERR", "QUIT", "+OK");
    }

    [Fact]
    public async Task Wrong_passwords_and_unknown_users_hear_the_same_and_then_nothing()
    {
        using var world = new Pop3World();
        var client = await world.Greet();
        for (var i = 0; i < 5; i++)
            await Pop3World.Play(client, i % 2 == 0 ? "USER user@example.test" : "USER nobody", "+OK Send the password.", "PASS wrong", "-ERR [AUTH] Login failed.");
        Assert.StartsWith("-ERR [AUTH] Too many", await client.ReadLine());
        Assert.Null(await client.ReadLine());
    }

    [Fact]
    public async Task When_nobody_can_tell_it_is_temporary()
    {
        using var world = new Pop3World();
        world.User.Always = new AuthResult.Unavailable("down");
        await Pop3World.Play(await world.Greet(), "USER user@example.test", "+OK", "PASS secret", "-ERR [SYS/TEMP]", "QUIT", "+OK");
    }

    [Fact]
    public async Task One_session_at_a_time_holds_the_maildrop()
    {
        using var world = new Pop3World();
        world.Mailboxes.Refuse = MailboxRejection.InUse;
        var client = await world.Greet();
        await Pop3World.Play(client, "USER user@example.test", "+OK", "PASS secret", "-ERR [IN-USE]");
        world.Mailboxes.Refuse = null;
        await Pop3World.Play(client, "USER user@example.test", "+OK", "PASS secret", "+OK 0 0");
        Assert.Equal(1, world.Mailboxes.Attached(Pop3World.Account));
    }

    [Theory]
    [Trait("acceptance", "SM-07")]
    [InlineData("GET / HTTP/1.1\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\n\r\nUSER a\r\n")]
    [InlineData("\u0016\u0003\u0001\u0002\r\n")]
    public async Task Other_protocols_get_no_word(string hello)
    {
        using var world = new Pop3World();
        var client = await world.Greet(tls: false);
        client.Send(Encoding.Latin1.GetBytes(hello));
        Assert.Null(await client.ReadLine());
    }

    [Fact]
    public async Task Bad_commands_before_login_end_the_session()
    {
        using var world = new Pop3World();
        var client = await world.Greet();
        await Pop3World.Play(client, "XYZZY", "-ERR No such", "RETR", "-ERR Log in", "USER", "-ERR The arguments");
        Assert.StartsWith("-ERR Too many bad", await client.ReadLine());
        Assert.Null(await client.ReadLine());
    }

    [Fact]
    public async Task Idle_clients_are_told_goodbye()
    {
        using var world = new Pop3World();
        var client = await world.Greet();
        client.Pipeline.Tell(new TestPipeline.LetTimePass(), Akka.Actor.ActorRefs.NoSender);
        Assert.StartsWith("-ERR Nothing heard", await client.ReadLine());
        Assert.Null(await client.ReadLine());
    }
}

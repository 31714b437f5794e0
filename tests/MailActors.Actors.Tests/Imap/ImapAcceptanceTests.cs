using System.Text;
using MailActors.Actors.Imap;
using MailActors.Actors.Tests.Imap.Running;
using MailActors.Actors.Transport;
using MailActors.Domain.Mailboxes;
using Xunit;

namespace MailActors.Actors.Tests.Imap;

public sealed class ImapAcceptanceTests
{
    [Theory]
    [Trait("acceptance", "TL-04")]
    [Trait("acceptance", "TL-05")]
    [InlineData("Login_needs_tls.txt")]
    [InlineData("Nothing_sent_behind_starttls_is_obeyed.txt")]
    public Task Tls_comes_before_passwords(string file) => Transcript.Play(file);

    [Fact]
    [Trait("acceptance", "IP-08")]
    public Task Append_is_refused_when_announced() => Transcript.Play("Append_beyond_the_limits_is_refused_when_announced.txt");

    [Fact]
    [Trait("acceptance", "HD-02")]
    public Task Names_never_break_a_line() => Transcript.Play("Names_never_break_a_line.txt");

    [Fact]
    [Trait("acceptance", "UV-02")]
    public Task Uidvalidity_grows() => Transcript.Play("Uidvalidity_grows.txt");

    [Theory]
    [Trait("acceptance", "UV-03")]
    [InlineData("Uid_fetch_sees_new_mail.txt")]
    [InlineData("Fetch_does_not_see_what_was_not_announced.txt")]
    [InlineData("Expunge_is_held_back_during_fetch.txt")]
    public Task Sequence_numbers_hold(string file) => Transcript.Play(file);

    [Fact]
    [Trait("acceptance", "AU-08")]
    public async Task Nonsense_before_login_ends_with_bad_and_bye()
    {
        foreach (var nonsense in new[]
        {
            "a1 AUTHENTICATE PLAIN ====",
            "a1 AUTHENTICATE PLAIN " + new string('A', 1024 * 1024),
            "a1 LOGIN \"us\0er\" x",
            "a1 LOGIN {999999999999}",
            "a1 " + new string('(', 7000),
            "a1 FETCH " + new string('(', 100_000),
        })
        {
            using var world = new ImapWorld();
            var client = world.Connect();
            await client.ReadLine();
            client.Line(nonsense);
            Assert.Contains(" BAD ", await client.ReadLine());
            var good = world.Connect();
            await good.ReadLine();
            Assert.StartsWith("b1 OK", (await good.Do("b1 LOGIN user@example.test secret"))[^1]);
        }
    }

    [Fact]
    [Trait("acceptance", "AU-08")]
    public async Task Giving_up_again_and_again_ends_the_connection()
    {
        using var world = new ImapWorld();
        var client = world.Connect();
        await client.ReadLine();
        for (var i = 0; i < world.Services.Settings.BadCommandsBeforeLogin; i++)
        {
            client.Line("a1 AUTHENTICATE PLAIN");
            Assert.StartsWith("+", await client.ReadLine());
            client.Line("*");
            Assert.StartsWith("a1 BAD", await client.ReadLine());
        }

        Assert.StartsWith("* BYE", await client.ReadLine());
        Assert.Null(await client.ReadLine());
    }

    [Fact]
    [Trait("acceptance", "IP-02")]
    public async Task One_command_of_endless_literals_is_too_big()
    {
        using var world = new ImapWorld();
        var client = await world.Select();
        client.Send("a1 SEARCH");
        var piece = $" SUBJECT {{100+}}\r\n{new string('x', 100)}";
        for (var i = 0; i < 12_000; i += 100) client.Send(string.Concat(Enumerable.Repeat(piece, 100)));
        var answer = await client.ReadLine();
        Assert.StartsWith("a1 BAD", answer);
    }

    [Fact]
    [Trait("acceptance", "IP-03")]
    public async Task Memory_follows_what_comes_and_not_what_was_announced()
    {
        using var world = new ImapWorld();
        var client = await world.LogIn();
        client.Line("a1 APPEND INBOX {49000000}");
        Assert.StartsWith("+", await client.ReadLine());
        for (var i = 0; i < 10; i++) client.Send("x");
        client.Pipeline.Tell(new TestPipeline.HangUp(), Akka.Actor.ActorRefs.NoSender);
        Assert.Null(await client.ReadLine());
        for (var i = 0; world.Blobs.OpenWriters > 0 && i < 500; i++) await Task.Yield();
        Assert.True(world.Blobs.Received <= 10);
    }

    [Fact]
    [Trait("acceptance", "IP-05")]
    public async Task Pipelined_commands_are_done_in_their_order()
    {
        const int Rounds = 2_500;
        using var world = new ImapWorld();
        world.Fill("INBOX", 10);
        var client = await world.Select();
        var all = new StringBuilder();
        for (var i = 0; i < Rounds; i++)
        {
            var flag = i % 2 == 0 ? '+' : '-';
            all.Append($"s{i} STORE 1 {flag}FLAGS (\\Flagged)\r\nf{i} FETCH 1 FLAGS\r\nc{i} COPY 1 Trash\r\ne{i} EXPUNGE\r\n");
        }

        client.Send(all.ToString());
        for (var i = 0; i < Rounds; i++)
        {
            var flags = i % 2 == 0 ? "* 1 FETCH (FLAGS (\\Flagged \\Recent))" : "* 1 FETCH (FLAGS (\\Recent))";
            Assert.Equal(flags, await client.ReadLine());
            Assert.StartsWith($"s{i} OK", await client.ReadLine());
            Assert.Equal(flags, await client.ReadLine());
            Assert.StartsWith($"f{i} OK", await client.ReadLine());
            Assert.StartsWith($"c{i} OK", await client.ReadLine());
            Assert.StartsWith($"e{i} OK", await client.ReadLine());
        }
    }

    [Fact]
    [Trait("acceptance", "IP-06")]
    public async Task A_client_in_idle_that_does_not_read_gets_no_backlog()
    {
        using var world = new ImapWorld();
        world.Fill("INBOX", 1);
        var client = await world.Select();
        client.Pipeline.Tell(new TestPipeline.Stall(true), Akka.Actor.ActorRefs.NoSender);
        client.Line("a1 IDLE");
        Assert.StartsWith("+", await client.ReadLine());
        for (var i = 0; i < 1_000; i++) world.Deliver("INBOX", $"Subject: {i}\r\n\r\n");
        client.Pipeline.Tell(new TestPipeline.Stall(false), Akka.Actor.ActorRefs.NoSender);
        var lines = 0;
        while (await client.ReadLine() is { } line)
        {
            lines++;
            if (line == "* 1001 EXISTS") break;
        }

        // What changed meanwhile is told as one change, or as few: never one by one.
        Assert.InRange(lines, 1, 100);
    }

    [Fact]
    public async Task A_slow_reader_holds_back_its_own_answer()
    {
        using var world = new ImapWorld();
        world.Deliver("INBOX", "Subject: large\r\n\r\n" + new string('x', 5_000_000));
        var client = await world.Select();
        client.Pipeline.Tell(new TestPipeline.Stall(true), Akka.Actor.ActorRefs.NoSender);
        client.Line("a1 FETCH 1 BODY.PEEK[]");
        Assert.StartsWith("* 1 FETCH (BODY[] {5000018}", await client.ReadLine());
        Assert.True(await client.Drain(1) < 200_000);
        Assert.False(client.HasMore);
        client.Pipeline.Tell(new TestPipeline.Stall(false), Akka.Actor.ActorRefs.NoSender);
        Assert.True(await client.Drain(4_900_000) >= 4_900_000);
    }

    [Fact]
    public async Task The_operator_and_the_drain_end_a_session_with_bye()
    {
        using var world = new ImapWorld();
        var idle = await world.Select();
        idle.Line("a1 IDLE");
        Assert.StartsWith("+", await idle.ReadLine());
        var waiting = await world.LogIn();
        Assert.Equal(2, world.Mailboxes.Attached(ImapWorld.Account));
        world.Mailboxes.TellAll(ImapWorld.Account, new MailboxSessions.End("Kicked."));
        Assert.StartsWith("* BYE", await idle.ReadLine());
        Assert.StartsWith("* BYE", await waiting.ReadLine());
        Assert.Null(await waiting.ReadLine());

        var drained = await world.LogIn();
        world.Mailboxes.TellAll(ImapWorld.Account, ConnectionProtocol.Drain.Instance);
        Assert.StartsWith("* BYE", await drained.ReadLine());
    }

    [Fact]
    public async Task Silence_is_answered_with_bye()
    {
        using var world = new ImapWorld();
        var client = await world.Select();
        client.Pipeline.Tell(new TestPipeline.LetTimePass(), Akka.Actor.ActorRefs.NoSender);
        Assert.StartsWith("* BYE", await client.ReadLine());
        var idle = await world.Select();
        idle.Line("a1 IDLE");
        Assert.StartsWith("+", await idle.ReadLine());
        idle.Pipeline.Tell(new TestPipeline.LetTimePass(), Akka.Actor.ActorRefs.NoSender);
        Assert.StartsWith("* BYE", await idle.ReadLine());
    }

    [Fact]
    public async Task Trouble_of_the_store_is_told_and_survived()
    {
        using var world = new ImapWorld();
        world.Fill("INBOX", 1);
        var client = await world.Select();
        world.Blobs.Fault = Domain.Blobs.StorageFault.Full;
        client.Send("a1 APPEND INBOX {5+}\r\nhello\r\n");
        Assert.StartsWith("a1 NO [UNAVAILABLE]", (await client.ReadTo("a1"))[^1]);
        world.Blobs.Fault = null;
        world.Blobs.Lose();
        Assert.StartsWith("a2 NO [SERVERBUG]", (await client.Do("a2 FETCH 1 BODY[]"))[^1]);
        Assert.StartsWith("a3 OK", (await client.Do("a3 FETCH 1 FLAGS"))[^1]);
        world.Mailboxes.Refuse = MailboxRejection.Unavailable;
        Assert.StartsWith("a4 NO [UNAVAILABLE]", (await client.Do("a4 STORE 1 +FLAGS (\\Seen)"))[^1]);
    }

    /// <summary>What would follow would be taken for octets of the literal, or for the rest of a response.</summary>
    [Theory]
    [InlineData("BODY.PEEK[]", "8bit")]
    [InlineData("BINARY.PEEK[1]", "8bit")]
    [InlineData("BINARY.PEEK[1]", "base64")]
    [InlineData("BODY.PEEK[HEADER.FIELDS (Subject)]", "8bit")]
    public async Task Damage_found_within_a_response_ends_the_connection_without_a_word(string item, string encoding)
    {
        using var world = new ImapWorld();
        world.Deliver("INBOX", $"MIME-Version: 1.0\r\nContent-Transfer-Encoding: {encoding}\r\nSubject: x\r\n\r\n" + string.Concat(Enumerable.Repeat("QUJDREVGR0g=\r\n", 10_000)));
        var good = await world.Select();
        Assert.StartsWith("a1 OK", (await good.Do($"a1 FETCH 1 {item}"))[^1]);
        world.Blobs.DamagedFrom = item.Contains("FIELDS") ? 10 : 100_000;
        var client = await world.Select();
        client.Line($"a1 FETCH 1 {item}");
        var end = await Record.ExceptionAsync(async () =>
        {
            while (await client.ReadLine() is { } line) Assert.DoesNotContain("a1 ", line);
        });
        if (end is not null) Assert.Matches("^Closed within a line: [^)]*$", end.Message);
    }

    [Fact]
    public void Every_rejection_has_its_own_words()
    {
        foreach (var reason in Enum.GetValues<MailboxRejection>())
        {
            var reply = ImapWords.Of(reason);
            Assert.NotNull(reply.Code);
            if (reason is not MailboxRejection.Unavailable) Assert.NotSame(ImapWords.Unavailable, reply);
        }
    }
}

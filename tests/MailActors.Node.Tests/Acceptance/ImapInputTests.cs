using System.Text;
using MailActors.Node.Tests.Running;
using Xunit;
using Xunit.Abstractions;

namespace MailActors.Node.Tests.Acceptance;

/// <summary>IMAP commands made to hurt.</summary>
[Collection(nameof(HostileNode))]
public class ImapInputTests(HostileNode hostile, ITestOutputHelper output)
{
    private NodeProcess Node => hostile.Node;

    [Fact]
    [Trait("acceptance", "IP-01")]
    public async Task Sizes_nobody_can_mean_end_the_connection_and_cost_nothing()
    {
        string[] bad =
        [
            "a LOGIN {999999999999}", "a LOGIN {2147483648}", "a LOGIN {-1}", "a LOGIN {4294967295+}", "a SEARCH " + new string('(', 100_000),
        ];
        var grown = await ProcessMeter.GrowthOfAgain(Node.Pid, async () =>
        {
            foreach (var line in Enumerable.Repeat(bad, 20).SelectMany(lines => lines))
            {
                await using var session = await MailSession.Connect(Node.Imap);
                await session.Line();
                await session.Send(line + "\r\n");
                var heard = await session.Rest();
                Assert.Matches("^(a|\\*) BAD", heard[0]);
                Assert.StartsWith("* BYE", heard[^1]);
            }
        });

        output.WriteLine($"100 bad sizes more cost {grown:0.0} MB");
        Assert.InRange(grown, -1000, 5);

        // The control: an honest size is asked for.
        await using var honest = await MailSession.Connect(Node.Imap);
        await honest.Line();
        await honest.Send("a LOGIN {5}\r\n");
        Assert.StartsWith("+", await honest.Line());
    }

    [Fact]
    [Trait("acceptance", "IP-02")]
    public async Task A_command_of_endless_literals_is_too_big_and_is_not_kept()
    {
        var account = await hostile.NewAccount();
        var piece = $" SUBJECT {{100+}}\r\n{new string('x', 100)}";
        var pieces = HostileNode.Long ? 100_000 : 20_000;

        var grown = await ProcessMeter.GrowthOfAgain(Node.Pid, async () =>
        {
            await using var session = await hostile.Select(account);
            var heard = session.Rest(60);
            try
            {
                await session.Send("a1 SEARCH");
                for (var i = 0; i < pieces; i += 100) await session.Send(string.Concat(Enumerable.Repeat(piece, 100)));
            }
            catch (IOException)
            {
                // Closed: what follows a lost literal can't be told from commands.
            }

            Assert.StartsWith("a1 BAD [TOOBIG]", (await heard)[0]);
        });

        output.WriteLine($"{pieces} literals more cost {grown:0.0} MB");
        Assert.InRange(grown, -1000, 5);

        // The control: as many as fit are searched for.
        await using var honest = await hostile.Select(account);
        await honest.Send("a2 SEARCH" + string.Concat(Enumerable.Repeat(piece, 1000)) + "\r\n");
        Assert.StartsWith("a2 OK", (await honest.Until("a2 "))[^1]);
    }

    [Theory]
    [InlineData("a1 SELECT {131073}")]
    [InlineData("a1 CREATE {9999999}")]
    [InlineData("a1 SEARCH SUBJECT {131073}")]
    [InlineData("a1 ID (\"a\" {131073}")]
    [InlineData("a1 APPEND INBOX {50000001}")]
    [Trait("acceptance", "IP-02")]
    public async Task A_literal_over_its_limit_is_refused_before_it_is_sent(string command)
    {
        await using var session = await hostile.LogIn(await hostile.NewAccount());

        await session.Send(command + "\r\n");
        Assert.Matches("^a1 (BAD|NO) \\[TOOBIG\\]", await session.Line());
        Assert.StartsWith("a2 OK", (await session.Imap("a2", "NOOP"))[^1]);
    }

    [Fact]
    [Trait("acceptance", "IP-03")]
    public async Task Memory_grows_with_what_comes_and_not_with_what_was_announced()
    {
        const int Clients = 60, Announced = 49_000_000;
        var account = await hostile.NewAccount();
        var sessions = new List<MailSession>();
        for (var i = 0; i < Clients; i++) sessions.Add(await hostile.LogIn(account));
        var before = ProcessMeter.Resident(Node.Pid);

        foreach (var session in sessions)
        {
            await session.Send($"a APPEND INBOX {{{Announced}}}\r\n");
            Assert.StartsWith("+", await session.Line());
        }

        for (var second = 0; second < 3; second++)
            foreach (var session in sessions) await session.Send("x");
        var grown = ProcessMeter.Resident(Node.Pid) - before;

        output.WriteLine($"{Clients} clients announced {Clients * (long)Announced >> 20} MB together and sent {Clients * 3} octets: {grown:0.0} MB");
        Assert.InRange(grown, -1000, 60);
        foreach (var session in sessions) await session.DisposeAsync();
        await using var good = await hostile.Select(account);
        Assert.Contains("* STATUS INBOX (MESSAGES 0)", await good.Imap("s", "STATUS INBOX (MESSAGES)"));
    }

    [Fact]
    [Trait("acceptance", "IP-04")]
    public async Task Nesting_endless_sets_and_patterns_are_answered_and_others_served()
    {
        var account = await hostile.NewAccount();
        await hostile.Deliver(account, 3);
        await using var session = await hostile.Select(account);
        for (var i = 0; i < 50; i++) await session.Imap("c", $"CREATE \"{new string('a', 100)}{i}\"");

        string[] commands =
        [
            "SEARCH " + string.Concat(Enumerable.Repeat("NOT ", 16_000)) + "ALL",
            "SEARCH " + new string('(', 32_000) + "ALL" + new string(')', 32_000),
            "SEARCH " + string.Concat(Enumerable.Repeat("OR ALL ", 9_000)) + "ALL",
            "SEARCH " + string.Join(',', Enumerable.Repeat("1:3", 16_000)),
            "FETCH " + string.Join(',', Enumerable.Range(0, 12_000).Select(n => n % 3 + 1)) + " FLAGS",
            "LIST \"\" \"" + string.Concat(Enumerable.Repeat("*%", 500)) + "b\"",
            "LIST \"\" \"" + string.Concat(Enumerable.Repeat("*a", 500)) + "b\"",
            "SEARCH KEYWORD " + new string('k', 60_000),
        ];
        await using var other = await hostile.Select(account);
        foreach (var command in commands)
        {
            var answer = session.Imap("x", command);
            Assert.StartsWith("n OK", (await other.Imap("n", "NOOP"))[^1]);
            Assert.Matches("^x (OK|BAD|NO)", (await answer)[^1]);
        }

        // A line over the limit is not read; the next one is.
        Assert.StartsWith("* BAD", (await Heard(session, "y SEARCH " + string.Join(',', Enumerable.Repeat("1:1000000", 1_000_000))))!);
        Assert.StartsWith("z OK", (await session.Imap("z", "SEARCH 1:3"))[^1]);
    }

    [Fact]
    [Trait("acceptance", "IP-05")]
    public async Task Pipelined_commands_are_done_in_their_order()
    {
        var rounds = HostileNode.Long ? 2_500 : 250;
        var account = await hostile.NewAccount();
        await hostile.Deliver(account, 1);
        await using var session = await hostile.Select(account);
        while ((await session.Imap("w", "STATUS INBOX (MESSAGES)"))[0].EndsWith("0)", StringComparison.Ordinal)) await Task.Delay(20);
        await session.Imap("w", "NOOP");
        var all = new StringBuilder();
        for (var i = 0; i < rounds; i++)
            all.Append($"s{i} STORE 1 {(i % 2 == 0 ? '+' : '-')}FLAGS (\\Flagged)\r\nf{i} FETCH 1 FLAGS\r\nc{i} COPY 1 Trash\r\ne{i} EXPUNGE\r\n");

        var sending = session.Send(all.ToString());
        for (var i = 0; i < rounds; i++)
        {
            var flags = i % 2 == 0 ? "* 1 FETCH (FLAGS (\\Flagged \\Recent))" : "* 1 FETCH (FLAGS (\\Recent))";
            Assert.Equal(flags, await session.Line());
            Assert.StartsWith($"s{i} OK", await session.Line());
            Assert.Equal(flags, await session.Line());
            Assert.StartsWith($"f{i} OK", await session.Line());
            Assert.StartsWith($"c{i} OK", await session.Line());
            Assert.StartsWith($"e{i} OK", await session.Line());
        }

        await sending;
        Assert.Contains($"* STATUS Trash (MESSAGES {rounds})", await session.Imap("t", "STATUS Trash (MESSAGES)"));
    }

    private static async Task<string?> Heard(MailSession session, string line)
    {
        await session.Send(line + "\r\n");
        return await session.Line();
    }
}

using System.Diagnostics;
using MailActors.Node.Tests.Running;
using Xunit;
using Xunit.Abstractions;

namespace MailActors.Node.Tests.Acceptance;

/// <summary>Log-ins of people who guess and of programs that send rubbish.</summary>
[Collection(nameof(HostileNode))]
public class LoginTests(HostileNode hostile, ITestOutputHelper output)
{
    private NodeProcess Node => hostile.Node;

    [Theory]
    [InlineData("smtp")]
    [InlineData("imap")]
    [InlineData("pop3")]
    [Trait("acceptance", "AU-02")]
    public async Task A_wrong_password_and_an_unknown_user_look_and_cost_the_same(string protocol)
    {
        var account = await hostile.NewAccount();
        var tries = HostileNode.Long ? 300 : 20;
        await using var guesser = await LoginTry.Open(Node, protocol);
        await guesser.Password(account, "warm up");
        var (least, most) = HostileNode.Long ? (0.95, 1.05) : (0.6, 1.6);

        // What other processes take from the machine passes; a hash that one of the two does not cost stays missing.
        for (var round = 1; ; round++)
        {
            var (wrong, unknown, rubbish) = await Compare();
            output.WriteLine($"{protocol}, {tries} tries each: wrong {wrong}; unknown {unknown}; not hashed {rubbish}");
            Assert.Single(wrong.Answers.Concat(unknown.Answers).Distinct());

            // The control: a log-in that costs no hash would be seen.
            Assert.InRange(rubbish.Median / wrong.Median, 0, 0.5);
            if (round < 3 && !(Between(unknown.Median / wrong.Median, least, most) && Between(unknown.Cpu / wrong.Cpu, 0.75, 1.33))) continue;
            Assert.InRange(unknown.Median / wrong.Median, least, most);
            Assert.InRange(unknown.Cpu / wrong.Cpu, 0.75, 1.33);
            return;
        }

        async Task<(Guesses Wrong, Guesses Unknown, Guesses Rubbish)> Compare()
        {
            var (wrong, unknown, rubbish) = (new Guesses(Node), new Guesses(Node), new Guesses(Node));

            // By turns, and each first in every other: other load and the collector, which comes after so many hashes, meet both alike.
            for (var i = 0; i < tries; i++)
            {
                if (i % 2 == 0) await wrong.Try(() => guesser.Password(account, $"wrong {i}"));
                await unknown.Try(() => guesser.Password($"nobody{i}@bench.test", "wrong"));
                if (i % 2 == 1) await wrong.Try(() => guesser.Password(account, $"wrong {i}"));
                if (protocol != "pop3" || i == 0) await rubbish.Try(() => guesser.InitialResponse("===="));
            }

            return (wrong, unknown, rubbish);
        }

        static bool Between(double ratio, double least, double most) => ratio >= least && ratio <= most;
    }

    [Fact]
    [Trait("acceptance", "AU-07")]
    public async Task Two_hundred_logins_at_once_take_the_memory_of_few_hashes_and_others_are_served()
    {
        const int Guessers = 200;
        var account = await hostile.NewAccount();
        await using var served = await hostile.Select(account);
        var sessions = await Task.WhenAll(Enumerable.Range(0, Guessers).Select(_ => MailSession.Connect(Node.Imap)));
        foreach (var session in sessions) await session.Line();
        await sessions[0].Imap("w", $"LOGIN {account} warm-up");
        var (before, cpu, clock) = (ProcessMeter.Resident(Node.Pid), ProcessMeter.Cpu(Node.Pid), Stopwatch.StartNew());

        var guessing = Task.WhenAll(sessions.Select((session, i) => session.Imap("g", $"LOGIN {account} wrong-{i}", seconds: 300)));
        var peak = ProcessMeter.Peak(Node.Pid, guessing);
        var waits = new List<TimeSpan>();
        while (!guessing.IsCompleted)
        {
            var asked = clock.Elapsed;
            Assert.StartsWith("n OK", (await served.Imap("n", "NOOP"))[^1]);
            waits.Add(clock.Elapsed - asked);
            await Task.Delay(5);
        }

        var took = clock.Elapsed;
        var grown = await peak - before;
        waits.Sort();
        var slow = waits[waits.Count * 99 / 100];
        output.WriteLine($"{Guessers} log-ins in {took.TotalSeconds:0.0} s, {(ProcessMeter.Cpu(Node.Pid) - cpu).TotalSeconds:0.0} s of processor; "
            + $"memory grew by {grown:0} MB at most; {waits.Count} NOOPs meanwhile, 99 of 100 within {slow.TotalMilliseconds:0} ms");
        Assert.All(await guessing, lines => Assert.StartsWith("g NO [AUTHENTICATIONFAILED]", lines[^1]));
        Assert.True(grown < Guessers * 19 / 8, $"Memory grew by {grown:0} MB: hashes were not held to few at a time.");

        // Who waited behind the hashes would be answered once, at their end.
        Assert.True(waits.Count > 20, $"{waits.Count} NOOPs were answered in {took.TotalSeconds:0.0} s");
        if (HostileNode.Long) Assert.True(slow < took / 10, $"99 of 100 NOOPs within {slow.TotalMilliseconds:0} ms");
        foreach (var session in sessions) await session.DisposeAsync();
    }

    [Theory]
    [InlineData("smtp")]
    [InlineData("imap")]
    [InlineData("pop3")]
    [Trait("acceptance", "AU-08")]
    public async Task Rubbish_for_a_response_is_refused_and_the_next_login_counts(string protocol)
    {
        var account = await hostile.NewAccount();
        await using var client = await LoginTry.Open(Node, protocol);

        foreach (var response in new[] { "====", "A", "?", "AA=A", LoginTry.Plain("\0us\0er\0secret"), LoginTry.Plain("\0us\xff\xfer\0secret"), LoginTry.Plain("no NUL") })
            Assert.Matches("^(501|535|BAD|NO|-ERR)", await client.InitialResponse(response));
        foreach (var line in new[] { "====", "*", LoginTry.Plain("\0\0\0") })
            Assert.Matches("^(501|535|BAD|NO|-ERR)", await client.Response(line));

        Assert.Matches("^(235|OK|\\+OK)", await client.Password(account, "secret"));
    }

    [Theory]
    [InlineData("smtp")]
    [InlineData("imap")]
    [InlineData("pop3")]
    [Trait("acceptance", "AU-08")]
    public async Task Giving_up_again_and_again_costs_no_memory(string protocol)
    {
        var account = await hostile.NewAccount();
        var times = HostileNode.Long ? 100_000 : 1_500;
        await using var client = await LoginTry.Open(Node, protocol);

        var grown = await ProcessMeter.GrowthOfAgain(Node.Pid, async () =>
        {
            for (var i = 0; i < times; i++) Assert.Matches("^(501|BAD|-ERR)", await client.Response("*"));
        });

        output.WriteLine($"{protocol}: {times} more times cost {grown:0.0} MB");
        Assert.InRange(grown, -1000, 5);
        Assert.Matches("^(235|OK|\\+OK)", await client.Password(account, "secret"));
    }

    [Theory]
    [InlineData("smtp")]
    [InlineData("imap")]
    [InlineData("pop3")]
    [Trait("acceptance", "AU-08")]
    public async Task A_megabyte_of_initial_response_is_not_kept(string protocol)
    {
        var account = await hostile.NewAccount();
        var endless = new string('A', 1 << 20);

        var grown = await ProcessMeter.GrowthOfAgain(Node.Pid, async () =>
        {
            var clients = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => LoginTry.Open(Node, protocol)));
            foreach (var client in clients)
            {
                await client.Session.Send((protocol == "imap" ? "a AUTHENTICATE PLAIN " : "AUTH PLAIN ") + endless + "\r\n");
                Assert.Matches("^(50[01] |\\* BAD|a BAD|-ERR)", await client.Session.Line());
                await client.DisposeAsync();
            }
        });

        output.WriteLine($"{protocol}: 20 MB of responses cost {grown:0.0} MB");
        Assert.InRange(grown, -1000, 5);
        await using var good = await LoginTry.Open(Node, protocol);
        Assert.Matches("^(235|OK|\\+OK)", await good.Password(account, "secret"));
    }

    /// <summary>The control of everything measured here: the meter sees what a process takes.</summary>
    [Fact]
    public async Task The_meter_sees_memory_and_work()
    {
        using var process = Process.Start(new ProcessStartInfo("python3", ["-c", "input(); x = bytearray(b'x' * (64 << 20)); sum(range(5000000)); print('done', flush=True); input()"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;
        var (memory, cpu) = (ProcessMeter.Resident(process.Id), ProcessMeter.Cpu(process.Id));
        await process.StandardInput.WriteLineAsync();
        await process.StandardOutput.ReadLineAsync();

        Assert.InRange(ProcessMeter.Resident(process.Id) - memory, 60, 200);
        Assert.True(ProcessMeter.Cpu(process.Id) > cpu);
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Log-ins of one kind: what was answered, how long it took, what it cost.</summary>
    private sealed class Guesses(NodeProcess node)
    {
        private readonly List<double> _times = [];

        public List<string> Answers { get; } = [];

        /// <summary>Milliseconds of processor time of one.</summary>
        public double Cpu { get; private set; }

        public double Median => _times.Order().ElementAt(_times.Count / 2);

        public async Task Try(Func<Task<string>> login)
        {
            var (cpu, clock) = (ProcessMeter.Cpu(node.Pid), Stopwatch.StartNew());
            Answers.Add(await login());
            _times.Add(clock.Elapsed.TotalMilliseconds);
            Cpu += ((ProcessMeter.Cpu(node.Pid) - cpu).TotalMilliseconds - Cpu) / _times.Count;
        }

        public override string ToString() => $"{Median:0.0} ms, {Cpu:0.0} ms of processor";
    }
}

using System.Diagnostics;
using MailActors.Node.Tests.Running;
using Xunit;
using Xunit.Abstractions;

namespace MailActors.Node.Tests.Acceptance;

/// <summary>A thousand wrong log-ins from one address.</summary>
[Collection(nameof(DefaultNode))]
public class GuessingTests(DefaultNode shipped, ITestOutputHelper output)
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.7.1")]
    [Trait("acceptance", "AU-04")]
    public async Task Of_a_thousand_guesses_ten_a_minute_reach_the_hash_and_others_log_in(string source)
    {
        const int Guessers = 100, Guesses = 10;
        var node = shipped.Node;
        var account = await shipped.NewAccount();
        var elsewhere = source[..^1] + "9";
        var hash = await CostOfOneHash(node, account, source[..^1] + "7");
        var guessers = await Task.WhenAll(Enumerable.Range(0, Guessers).Select(_ => LoginTry.Open(node, "smtp", source)));
        await using var other = await LoginTry.Open(node, "imap", elsewhere);

        var (cpu, clock) = (ProcessMeter.Cpu(node.Pid), Stopwatch.StartNew());
        var attack = Task.WhenAll(guessers.Select(async (guesser, i) =>
        {
            for (var j = 0; j < Guesses; j++) Assert.Equal("535 5.7.8 Authentication credentials invalid", await guesser.Password(account, $"wrong {i} {j}"));
        }));
        Assert.StartsWith("OK", await other.Password(account, "secret"));
        await attack;
        var (spent, minutes) = (ProcessMeter.Cpu(node.Pid) - cpu, clock.Elapsed.TotalMinutes);

        output.WriteLine($"{Guessers * Guesses} guesses from {source} in {minutes * 60:0.0} s cost {spent.TotalMilliseconds:0} ms of processor; one hash costs {hash:0}");
        var allowed = 10 * Math.Ceiling(minutes + 0.01);
        Assert.True(spent.TotalMilliseconds < hash * (allowed + 1) + Guessers * Guesses * hash / 8,
            $"{spent.TotalMilliseconds:0} ms: more than {allowed} guesses were hashed");
        Assert.Contains($"Log-ins from {source} are refused for a while", node.Log);
        Assert.DoesNotContain($"Log-ins from {elsewhere} are refused", node.Log);

        // Not even the right password gets in from there now.
        await using var late = await LoginTry.Open(node, "pop3", source);
        Assert.StartsWith("-ERR [AUTH]", await late.Password(account, "secret"));
        foreach (var guesser in guessers) await guesser.DisposeAsync();
    }

    [Fact]
    [Trait("acceptance", "AU-04")]
    public async Task Each_wrong_login_waits_longer_for_its_answer()
    {
        var account = await shipped.NewAccount();
        var clock = new Stopwatch();
        foreach (var least in new[] { 50, 100, 200, 400, 400 })
        {
            await using var guesser = await LoginTry.Open(shipped.Node, "smtp", "127.0.8.1");
            clock.Restart();
            Assert.StartsWith("535", await guesser.Password(account, "wrong"));
            // Never before; on a busy machine later.
            Assert.True(clock.ElapsedMilliseconds >= least - 15, $"{clock.ElapsedMilliseconds} ms where {least} were due");
        }

        await using var good = await LoginTry.Open(shipped.Node, "smtp", "127.0.8.2");
        Assert.StartsWith("235", await good.Password(account, "secret"));
    }

    [Fact]
    [Trait("acceptance", "AU-04")]
    public async Task Guesses_at_the_operators_token_are_refused_and_who_holds_the_port_does_not_keep_it()
    {
        var node = shipped.Node;
        for (var i = 0; i < 200; i++)
        {
            await using var guess = await MailSession.Connect(node.Operators);
            await guess.Send($$"""{"token":"{{Guid.NewGuid():N}}","palette":"account","command":"list"}""" + "\n");
            Assert.Contains("WrongToken", await guess.Line());
        }

        // As many as the port serves at a time say nothing; the operator gets through all the same.
        var silent = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => MailSession.Connect(node.Operators)));
        var status = await node.Mailctl("node", "status");
        Assert.True(status.ExitCode == 0, status.Everything);
        foreach (var one in silent) await one.DisposeAsync();
        Assert.Contains("wrong token from 127.0.0.1", node.Log);
    }

    /// <summary>Milliseconds of processor time; also the control: these five did reach the hash.</summary>
    private static async Task<double> CostOfOneHash(NodeProcess node, string account, string source)
    {
        await using var guesser = await LoginTry.Open(node, "smtp", source);
        await guesser.Password(account, "wrong");
        var cpu = ProcessMeter.Cpu(node.Pid);
        for (var i = 0; i < 4; i++) Assert.StartsWith("535", await guesser.Password(account, "wrong"));
        var cost = (ProcessMeter.Cpu(node.Pid) - cpu).TotalMilliseconds / 4;
        Assert.True(cost > 5, $"A wrong log-in cost {cost} ms: nothing was hashed.");
        return cost;
    }
}

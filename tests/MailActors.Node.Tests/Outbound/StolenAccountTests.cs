using Xunit;
using Xunit.Abstractions;

namespace MailActors.Node.Tests.Outbound;

/// <summary>Somebody has ann's password and sends all he can, with the limits as they are shipped.</summary>
public class StolenAccountTests(ITestOutputHelper output)
{
    private const int Burst = 5_000, Limit = 500;

    [Fact]
    [Trait("acceptance", "RL-05")]
    public async Task A_burst_ends_at_the_limit_an_alarm_is_raised_and_the_mail_waits_for_an_operator()
    {
        await using var node = await SendingNode.Start(limits: true);
        node.Sink.Offers = []; // with PIPELINING it would see an empty message behind each refusal
        node.Sink.Reply("RCPT", "451 4.3.2 Come back later");
        var attempts = 0;
        var accepted = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Send(node, () => Interlocked.Increment(ref attempts) <= Burst)));
        output.WriteLine($"{Burst} attempts, {accepted.Sum()} accepted");
        Assert.Equal(Limit, accepted.Sum());
        Assert.Contains("bench.test wants to send more to other hosts than it may in a day (limit of Messages)", node.Process.Log);
        await IsHeld(node);

        // Neither a kill nor the sender's patience changes that.
        await node.Process.Kill();
        await node.Process.StartAgain();
        node.Sink.On.Clear();
        await using (var session = await node.Submit()) Assert.StartsWith("450 4.7.1", await node.Send(session, "friend@elsewhere.test"));
        await IsHeld(node);
        Assert.Empty(node.Sink.Messages);
        Assert.NotEqual(0, (await node.Process.Mailctl("queue", "flush", "elsewhere.test")).Output.Length);
        Assert.Empty(node.Sink.Messages);

        // Reviewed and released: what waited goes, and the account may send again.
        Assert.Equal(0, (await node.Process.Mailctl("queue", "release-account", node.Account)).ExitCode);
        await node.Process.Mailctl("queue", "flush");
        Assert.True(await node.Process.QueueRunsEmpty(seconds: 120), (await node.Process.Mailctl("queue", "stats")).Everything);
        Assert.Equal(Limit, node.Sink.Messages.Count);
        Assert.DoesNotContain(node.Account, (await node.Process.Mailctl("queue", "held-accounts", "--json")).Output);
        await using (var session = await node.Submit()) Assert.StartsWith("250", await node.Send(session, "friend@elsewhere.test"));
    }

    [Fact]
    [Trait("acceptance", "RL-05")]
    public async Task Counts_survive_a_kill_and_an_operator_can_give_one_account_other_limits()
    {
        await using var node = await SendingNode.Start(limits: true);
        await using (var session = await node.Submit())
            for (var i = 0; i < 3; i++) Assert.StartsWith("250", await node.Send(session, $"friend{i}@elsewhere.test"));
        await node.Process.Kill();
        await node.Process.StartAgain();
        var shown = (await node.Process.Mailctl("account", "limit", node.Account, "--messages", "4", "--new-recipients", "0", "--json")).Output;
        Assert.Contains("\"sentToday\":3", shown);
        Assert.Contains("\"newRecipientsToday\":3", shown);
        Assert.Contains("\"sentLimit\":4", shown);
        await using (var session = await node.Submit())
        {
            Assert.StartsWith("250", await node.Send(session, "friend@elsewhere.test"));
            Assert.StartsWith("450 4.7.1", await node.Send(session, "friend@elsewhere.test"));
        }

        Assert.Equal(2, (await node.Process.Mailctl("account", "limit", node.Account, "--nonsense", "1")).ExitCode);
        Assert.Equal(1, (await node.Process.Mailctl("account", "limit", node.Account, "--messages", "many")).ExitCode);
        Assert.Contains("\"sentLimit\":500", (await node.Process.Mailctl("account", "limit", node.Account, "--messages", "default", "--json")).Output);
    }

    private static async Task IsHeld(SendingNode node)
    {
        Assert.Contains($"\"messages\":{Limit}", (await node.Process.Mailctl("queue", "count", "--held", "yes", "--json")).Output);
        Assert.Contains(node.Account, (await node.Process.Mailctl("queue", "held-accounts", "--json")).Output);
        var account = (await node.Process.Mailctl("account", "show", node.Account, "--json")).Output;
        Assert.Contains($"\"sentToday\":{Limit}", account);
        Assert.Contains("\"heldOverLimit\":true", account);
        Assert.DoesNotContain("\"overSince\":null", account);
    }

    /// <summary>Goes on at RCPT where it is refused, as a program would that does not care.</summary>
    private static async Task<int> Send(SendingNode node, Func<bool> goesOn)
    {
        var accepted = 0;
        var mail = false;
        await using var session = await node.Submit();
        while (goesOn())
        {
            if (!mail) Assert.StartsWith("250", await session.Say($"MAIL FROM:<{node.Account}>"));
            mail = true;
            var answer = await session.Say("RCPT TO:<friend@elsewhere.test>");
            if (!answer.StartsWith("250", StringComparison.Ordinal))
            {
                Assert.StartsWith("450 4.7.1", answer);
                continue;
            }

            Assert.StartsWith("354", await session.Say("DATA"));
            mail = false;
            answer = await session.Say("Subject: buy\r\n\r\n.");
            if (answer.StartsWith("250", StringComparison.Ordinal)) accepted++;
            else Assert.StartsWith("450 4.7.1", answer);
        }

        return accepted;
    }
}

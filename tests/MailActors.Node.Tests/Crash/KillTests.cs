using MailActors.Node.Tests.Clients;
using MailActors.Node.Tests.Running;
using MailKit;
using Xunit;
using Xunit.Abstractions;

namespace MailActors.Node.Tests.Crash;

/// <summary>kill -9 at any moment under load: what was answered 250 is there exactly once, UIDs never go back, the store is whole.</summary>
public class KillTests(ITestOutputHelper output)
{
    private static readonly int Rounds = Environment.GetEnvironmentVariable("MAILACTORS_LONG_TESTS") is null ? 12 : 50;

    [Fact]
    [Trait("acceptance", "DU-04")]
    public async Task Killed_at_any_moment_under_load_every_answered_message_is_there_exactly_once()
    {
        await using var node = await NodeProcess.Start(new() { ["MAILACTORS__CONNECTIONS__PERMINUTE"] = "0" });
        var accounts = new List<string>();
        for (var i = 0; i < 4; i++) accounts.Add(await node.AddAccount($"u{i}"));
        var ledger = new Ledger();
        var uidNext = new Dictionary<string, uint>();
        for (var round = 1; round <= Rounds; round++)
        {
            using var stop = new CancellationTokenSource();
            var load = LoadOfMail.Run(node, ledger, accounts, clients: 8, stop.Token);
            await Task.Delay(Random.Shared.Next(100, 1500));
            await node.Kill();
            await stop.CancelAsync();
            await load;
            await node.StartAgain();
            Assert.Empty(await UidsThatWentBack(node, accounts, uidNext));
        }

        Assert.Empty(await ledger.Breaches(node, accounts));
        var verify = await node.Mailctl("store", "verify");
        Assert.True(verify.ExitCode == 0, verify.Everything);
        output.WriteLine($"{Rounds} kills, {ledger.Accepted} messages answered 250, each there exactly once");
        Assert.True(ledger.Accepted > Rounds, "The load never got through: the test proves nothing.");
    }

    [Fact]
    public async Task The_ledger_notices_a_message_that_is_missing_and_one_that_is_double()
    {
        await using var node = await NodeProcess.Start();
        var account = await node.AddAccount("u0");
        var ledger = new Ledger();
        await using (var session = await MailSession.Connect(node.Smtp))
        {
            await session.Reply();
            await session.Say("EHLO client.example.test");
            for (var i = 0; i < 2; i++)
            {
                await session.Say("MAIL FROM:<>");
                await session.Say($"RCPT TO:<{account}>");
                await session.Say("DATA");
                Assert.StartsWith("250", await session.Say("Message-ID: <double@load.test>\r\n\r\nx\r\n."));
            }
        }

        ledger.Sent("double@load.test", account);
        ledger.Answered("double@load.test", true);
        Assert.Single(await ledger.Breaches(node, [account]));
        ledger.Sent("lost@load.test", account);
        ledger.Answered("lost@load.test", true);
        Assert.Equal(2, (await ledger.Breaches(node, [account])).Count);
    }

    private static async Task<List<string>> UidsThatWentBack(NodeProcess node, List<string> accounts, Dictionary<string, uint> uidNext)
    {
        var wentBack = new List<string>();
        foreach (var account in accounts)
        {
            using var client = await Inbox.LogIn(node, account);
            await client.Inbox.StatusAsync(StatusItems.UidNext);
            var now = client.Inbox.UidNext!.Value.Id;
            if (uidNext.TryGetValue(account, out var before) && now < before) wentBack.Add($"{account}: {before} then {now}");
            uidNext[account] = now;
        }

        return wentBack;
    }
}

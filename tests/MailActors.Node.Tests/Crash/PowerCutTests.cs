using MailActors.Node.Tests.Running;
using Xunit;
using Xunit.Abstractions;

namespace MailActors.Node.Tests.Crash;

/// <summary>What was written and not synced is lost, as in a power cut: what was answered 250 is there all the same.</summary>
public class PowerCutTests(ITestOutputHelper output)
{
    private static readonly int Rounds = Environment.GetEnvironmentVariable("MAILACTORS_LONG_TESTS") is null ? 2 : 30;

    private static readonly Dictionary<string, string> SyncedSometimes = new()
    {
        ["MAILACTORS__DATABASE__SYNCHRONOUS"] = "NORMAL",
        ["MAILACTORS__DATABASE__UNSAFE"] = "true",
    };

    [Fact]
    [Trait("acceptance", "DU-05")]
    public async Task After_a_power_cut_under_load_every_answered_message_is_there_exactly_once()
    {
        // A small log, so that cuts fall into its carrying over as well.
        await using var node = await NodeProcess.Start(new() { ["MAILACTORS__DATABASE__LOGSIZE"] = "1048576", ["MAILACTORS__CONNECTIONS__PERMINUTE"] = "0" });
        string[] accounts = [await node.AddAccount("u0"), await node.AddAccount("u1")];
        var ledger = new Ledger();
        for (var round = 1; round <= Rounds; round++)
        {
            var some = new Random(round);
            await CutUnderLoad(node, ledger, accounts, survives: round % 2 == 0 ? () => some.Next(2) == 0 : () => false);
            Assert.Empty(await ledger.Breaches(node, accounts));
            var verify = await node.Mailctl("store", "verify");
            Assert.True(verify.ExitCode == 0, verify.Everything);
        }

        Assert.True(ledger.Accepted > 10 * Rounds, $"Only {ledger.Accepted} messages got through: the test proves little.");
    }

    [Fact]
    [Trait("acceptance", "DU-05")]
    public async Task With_synchronous_NORMAL_a_power_cut_loses_answered_messages()
    {
        await using var node = await NodeProcess.Start(SyncedSometimes);
        string[] accounts = [await node.AddAccount("u0")];
        var ledger = new Ledger();
        await CutUnderLoad(node, ledger, accounts, survives: () => false);
        Assert.NotEmpty(await ledger.Breaches(node, accounts, patience: 2));
    }

    private async Task CutUnderLoad(NodeProcess node, Ledger ledger, string[] accounts, Func<bool> survives)
    {
        await node.QueueRunsEmpty();
        await using var cut = await PowerCut.Watch(node);
        using var stop = new CancellationTokenSource();
        var before = ledger.Accepted;
        var load = LoadOfMail.Run(node, ledger, accounts, clients: 6, stop.Token);
        while (ledger.Accepted < before + 30) await Task.Delay(20);
        await Task.Delay(Random.Shared.Next(10, 300));
        await cut.Strike(survives);
        await stop.CancelAsync();
        await load;
        output.WriteLine($"{ledger.Accepted - before} messages answered 250 before the cut; the store made {cut.Seen.Writes} writes and {cut.Seen.Syncs} syncs, {cut.Seen.Lost} writes came behind the last sync");
        await node.StartAgain();
    }
}

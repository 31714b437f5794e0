using MailActors.Node.Tests.Running;
using Xunit;
using Xunit.Abstractions;

namespace MailActors.Node.Tests.Crash;

/// <summary>The node is killed at the K-th write or sync of one delivery, for each K: before the blob is durable, between blob and acceptance, between
/// acceptance and 250, before and after the mailbox has it, before the queue knows that.</summary>
public class KillPointTests(ITestOutputHelper output)
{
    private const string Writes = "pwrite64", Syncs = "fsync,fdatasync", Replies = "sendto,sendmsg";

    private static readonly bool Long = Environment.GetEnvironmentVariable("MAILACTORS_LONG_TESTS") is not null;

    [Fact]
    [Trait("acceptance", "DU-02")]
    public async Task Killed_at_any_write_or_sync_of_a_delivery_the_ledger_holds_and_the_store_is_whole()
    {
        await using var node = await NodeProcess.Start();
        var account = await node.AddAccount("u0");
        var ledger = new Ledger();
        var (writes, syncs) = await Count(node, ledger, account);
        Assert.InRange(syncs, 3, 10);
        var reached = 0;
        var points = Points(writes, syncs).ToList();
        foreach (var (calls, k) in points)
        {
            if (await KillAt(node, ledger, account, calls, k)) reached++;
            else await node.Kill();
            await node.StartAgain();
            Assert.True(await ledger.Breaches(node, [account]) is [], $"{calls} {k}: {string.Join('\n', await ledger.Breaches(node, [account]))}");
            var verify = await node.Mailctl("store", "verify");
            Assert.True(verify.ExitCode == 0, $"{calls} {k}: {verify.Everything}");
        }

        output.WriteLine($"A delivery has {writes} writes and {syncs} syncs; killed at {reached} of {points.Count} points, {ledger.Accepted} messages answered 250");
        // The last settlement may ride with another write, so that the last call of one delivery is not there in the next.
        Assert.True(reached >= points.Count - 4, $"Killed at {reached} of {points.Count} points only.");
        Assert.InRange(ledger.Accepted, 2, points.Count + 1);
    }

    [Fact]
    public async Task A_store_put_back_to_before_the_delivery_breaks_the_ledger()
    {
        await using var node = await NodeProcess.Start();
        var account = await node.AddAccount("u0");
        var ledger = new Ledger();
        var before = DataFolder.Read(node.Data);
        await using (var mail = await OneMail.Begin(node, ledger, account)) Assert.StartsWith("250", await mail.Send());
        await node.Kill();
        DataFolder.Restore(node.Data, before);
        await node.StartAgain();
        Assert.Single(await ledger.Breaches(node, [account], patience: 2));
    }

    /// <summary>Every point in a long run; else each sync, the reply, and some writes.</summary>
    private static IEnumerable<(string Calls, int K)> Points(int writes, int syncs)
    {
        for (var k = 1; k <= syncs; k++) yield return (Syncs, k);
        yield return (Replies, 1);
        if (Long)
            for (var k = 1; k <= writes; k++) yield return (Writes, k);
        else
            foreach (var k in new[] { 2, Random.Shared.Next(3, writes) }) yield return (Writes, k);
    }

    private static async Task<(int Writes, int Syncs)> Count(NodeProcess node, Ledger ledger, string account)
    {
        var trace = Path.Combine(node.Data, "trace");
        await using (await Strace.Attach(node.Pid, "-o", trace, "-e", $"trace={Writes},{Syncs}"))
        {
            await using var mail = await OneMail.Begin(node, ledger, account);
            await mail.Send();
            Assert.Empty(await ledger.Breaches(node, [account]));
        }

        var lines = await File.ReadAllLinesAsync(trace);
        return (lines.Count(line => line.Contains("pwrite64(", StringComparison.Ordinal)), lines.Count(line => line.Contains("sync(", StringComparison.Ordinal)));
    }

    /// <returns>Whether the node came as far as that call, and died there.</returns>
    private static async Task<bool> KillAt(NodeProcess node, Ledger ledger, string account, string calls, int k)
    {
        await using var mail = await OneMail.Begin(node, ledger, account);
        await using var strace = await Strace.Attach(node.Pid, "-o", "/dev/null", "-e", $"trace={calls}", "-e", $"inject={calls}:signal=SIGKILL:when={k}");
        await mail.Send();
        return await node.Ends(seconds: 5) is not null;
    }
}

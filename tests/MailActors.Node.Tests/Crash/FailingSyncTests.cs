using MailActors.Node.Tests.Running;
using Xunit;

namespace MailActors.Node.Tests.Crash;

/// <summary>A disk that answers an fsync with EIO. What of the data reached it nobody can tell, and the kernel calls the lost pages clean, so
/// the node must end and not try again.</summary>
public class FailingSyncTests
{
    /// <summary>Of the syncs of one delivery the first two stand before the 250: of the blob and of the acceptance.</summary>
    private const int BeforeReply = 2;

    [Fact]
    [Trait("acceptance", "DU-06")]
    public async Task A_failing_sync_ends_the_node_before_the_250_and_after_a_restart_the_ledger_holds()
    {
        await using var node = await NodeProcess.Start();
        var account = await node.AddAccount("u0");
        var ledger = new Ledger();
        for (var n = 1; n <= BeforeReply + 1; n++)
        {
            var reply = await Send(node, ledger, account, $"error=EIO:when={n}+");
            var exit = await node.Ends(seconds: 20);
            Assert.True(exit is not null and not 0, $"The node goes on after sync {n} failed.");
            Assert.Equal(n > BeforeReply, reply.StartsWith("250", StringComparison.Ordinal));
            await node.StartAgain();
            Assert.Empty(await ledger.Breaches(node, [account]));
            var verify = await node.Mailctl("store", "verify");
            Assert.True(verify.ExitCode == 0, verify.Everything);
        }
    }

    [Fact]
    public async Task With_syncs_that_only_pretend_the_same_node_says_250_and_lives()
    {
        await using var node = await NodeProcess.Start();
        var account = await node.AddAccount("u0");
        Assert.StartsWith("250", await Send(node, new(), account, "retval=0:when=1+"));
        Assert.Null(await node.Ends(seconds: 1));
    }

    private static async Task<string> Send(NodeProcess node, Ledger ledger, string account, string fault)
    {
        await using var mail = await OneMail.Begin(node, ledger, account);
        await using var strace = await Strace.Attach(node.Pid, "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:" + fault);
        var reply = await mail.Send();
        // strace holds the node until what follows the reply has been tried as well.
        if (reply.Length > 0) await node.Ends(seconds: 5);
        return reply;
    }
}

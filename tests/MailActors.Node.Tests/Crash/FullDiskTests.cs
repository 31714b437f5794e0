using System.Diagnostics;
using MailActors.Node.Tests.Clients;
using MailActors.Node.Tests.Running;
using Xunit;

namespace MailActors.Node.Tests.Crash;

/// <summary>A full disk: no new mail and no lost mail; users read, and delete out of the reserve; when there is room again, all works
/// without anybody's help.</summary>
public class FullDiskTests
{
    private const int Megabyte = 1 << 20;

    [RootFact]
    [Trait("acceptance", "DI-01")]
    public async Task Down_to_the_reserve_mail_is_refused_and_users_read_and_delete()
    {
        await using var disk = await SmallDisk.Mount(megabytes: 64);
        await using var node = await NodeProcess.Start(Settings(reserve: 8 * Megabyte), disk.Path);
        var (account, user, ledger) = (await node.AddAccount("u0"), await node.AddAccount("u1"), new Ledger());
        for (var i = 0; i < 3; i++) Assert.StartsWith("250", await Send(node, new(), user));
        Assert.StartsWith("250", await Send(node, ledger, account));
        await Inbox.WaitFor(node, user, 3);
        disk.Fill(free: 4 * Megabyte);
        Assert.StartsWith("452 4.3.1", await SendUntil(node, ledger, account, taken: false));

        await using (var imap = await LogIn(node, user))
        {
            Assert.StartsWith("a2 NO [", await Append(imap, "a2"));
            Assert.Contains("one", await imap.Imap("a3", "FETCH 1:3 (FLAGS BODY.PEEK[])"));
            Assert.StartsWith("a4 OK", (await imap.Imap("a4", @"STORE 1 +FLAGS (\Deleted)"))[^1]);
            Assert.Contains("* 1 EXPUNGE", await imap.Imap("a5", "EXPUNGE"));
        }

        Assert.Equal(2, await Inbox.Count(node, user));
        disk.Free();
        await SendUntil(node, ledger, account, taken: true);
        await using (var imap = await LogIn(node, user)) Assert.StartsWith("a2 OK", await Append(imap, "a2"));
        await Holds(node, ledger, account);
    }

    /// <summary>The control of the reserve, and more: the disk fills while a large message comes in.</summary>
    [RootFact]
    [Trait("acceptance", "DI-01")]
    public async Task Without_a_reserve_nothing_can_be_deleted_but_nothing_is_lost()
    {
        await using var disk = await SmallDisk.Mount(megabytes: 64);
        await using var node = await NodeProcess.Start(Settings(reserve: 0), disk.Path);
        var (account, user, ledger) = (await node.AddAccount("u0"), await node.AddAccount("u1"), new Ledger());
        Assert.StartsWith("250", await Send(node, new(), user));
        Assert.StartsWith("250", await Send(node, ledger, account));
        await Inbox.WaitFor(node, user, 1);
        disk.Fill(free: 6 * Megabyte);
        Assert.StartsWith("452 4.3.1", await Send(node, ledger, account, Incompressible(20 * Megabyte)));
        disk.Fill(free: 0);
        Assert.StartsWith("45", await SendUntil(node, ledger, account, taken: false));

        await using (var imap = await LogIn(node, user))
        {
            Assert.Contains("one", await imap.Imap("a2", "FETCH 1 (FLAGS BODY.PEEK[])"));
            await Refused(_ => Append(imap, "a3"), "a3 NO [");
            await Refused(async n => (await imap.Imap("a4", $@"STORE 1 {(n % 2 == 0 ? '+' : '-')}FLAGS (\Deleted)"))[^1], "a4 NO [");
        }

        disk.Free();
        await SendUntil(node, ledger, account, taken: true);
        await using (var imap = await LogIn(node, user))
        {
            Assert.StartsWith("a2 OK", (await imap.Imap("a2", @"STORE 1 +FLAGS (\Deleted)"))[^1]);
            Assert.Contains("* 1 EXPUNGE", await imap.Imap("a3", "EXPUNGE"));
        }

        await Holds(node, ledger, account);
    }

    private static Dictionary<string, string> Settings(long reserve) => new()
    {
        ["MAILACTORS__BLOBS__RESERVE"] = $"{reserve}",
        ["MAILACTORS__DATABASE__LOGSIZE"] = $"{Megabyte}",
        ["MAILACTORS__CONNECTIONS__PERMINUTE"] = "0",
    };

    private static async Task<string> Send(NodeProcess node, Ledger ledger, string account, string body = "one")
    {
        await using var mail = await OneMail.Begin(node, ledger, account);
        return await mail.Send(body);
    }

    /// <summary>Sends again and again until mail is taken or refused; the room on the disk is looked at once a second only, and a log
    /// may hold some more when the disk does not.</summary>
    private static async Task<string> SendUntil(NodeProcess node, Ledger ledger, string account, bool taken)
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            var reply = await Send(node, ledger, account, taken ? "one" : Incompressible(100_000));
            Assert.True(reply.StartsWith("250", StringComparison.Ordinal) || reply.StartsWith("45", StringComparison.Ordinal), reply);
            if (reply[0] == '2' == taken) return reply;
            Assert.True(patience.Elapsed.TotalSeconds < 60, $"Still {reply}\n{node.Log}");
            await Task.Delay(50);
        }
    }

    /// <summary>Repeats a small command until it is refused: the store still has some of its own pages free when a large message finds no room.</summary>
    private static async Task Refused(Func<int, Task<string>> command, string refusal)
    {
        for (var n = 0; n < 1_000; n++)
            if ((await command(n)).StartsWith(refusal, StringComparison.Ordinal)) return;
        Assert.Fail($"Never answered {refusal}");
    }

    private static async Task<MailSession> LogIn(NodeProcess node, string account)
    {
        var imap = await MailSession.Connect(node.Imaps, tls: true);
        await imap.Line();
        Assert.StartsWith("a0 OK", (await imap.Imap("a0", $"LOGIN {account} secret"))[^1]);
        Assert.StartsWith("a1 OK", (await imap.Imap("a1", "SELECT INBOX"))[^1]);
        return imap;
    }

    private static async Task<string> Append(MailSession imap, string tag) => (await imap.Imap(tag, "APPEND INBOX {17+}\r\nSubject: x\r\n\r\none"))[^1];

    private static async Task Holds(NodeProcess node, Ledger ledger, string account)
    {
        Assert.False(node.HasExited);
        Assert.Empty(await ledger.Breaches(node, [account]));
        var verify = await node.Mailctl("store", "verify");
        Assert.True(verify.ExitCode == 0, verify.Everything);
    }

    private static string Incompressible(int octets)
    {
        var random = new byte[octets / 4 * 3];
        Random.Shared.NextBytes(random);
        return Convert.ToBase64String(random, Base64FormattingOptions.InsertLineBreaks);
    }
}

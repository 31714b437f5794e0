using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using MailActors.Node.Tests.Clients;
using MailActors.Node.Tests.Running;
using MailKit;
using Microsoft.Data.Sqlite;
using MimeKit;
using Xunit;
using Xunit.Abstractions;

namespace MailActors.Node.Tests.Crash;

/// <summary>kill -9 while messages nobody names are being removed: what a mailbox names stays, and what is left is removed the next time.</summary>
public class KillWhileSweepingTests(ITestOutputHelper output)
{
    private const int Messages = 3000;

    [Fact]
    public async Task Killed_amid_a_sweep_it_loses_nothing_and_the_next_one_goes_on()
    {
        await using var node = await NodeProcess.Start(new() { ["MAILACTORS__SWEEP__KEEPFREE"] = "0" });
        var account = await node.AddAccount("u0");
        await Fill(node, account);
        Assert.Equal(0, (await node.Mailctl("store", "sweep", "--yes")).ExitCode);

        // The grace time is an hour at least: it is told to have passed.
        await node.Stop();
        await using (var database = Open(node, SqliteOpenMode.ReadWrite)) Number(database, "UPDATE blob_unnamed SET since = 0 RETURNING 1");
        await node.StartAgain();
        var before = await Stats(node, "fileBytes");

        var cut = await KillAmidSweep(node);
        output.WriteLine($"killed when {cut} of {Messages} messages were left");
        Assert.InRange(cut, (Messages / 2) + 1, Messages - 1);

        await node.StartAgain();
        await HoldsTheOthers(node, account);
        var sweep = await node.Mailctl("store", "sweep", "--yes");
        Assert.True(sweep.ExitCode == 0, sweep.Everything);
        Assert.Equal(Messages / 2, await Stats(node, "blobs"));
        var verify = await node.Mailctl("store", "verify");
        Assert.True(verify.ExitCode == 0, verify.Everything);
        Assert.DoesNotContain("UnnamedBlob", verify.Output, StringComparison.Ordinal);
        await HoldsTheOthers(node, account);
        await node.Stop();
        await node.StartAgain();
        Assert.InRange(await Stats(node, "fileBytes"), 1, before * 3 / 4);
    }

    /// <summary>Appends messages of their own bytes and expunges every second one.</summary>
    private static async Task Fill(NodeProcess node, string account)
    {
        using var client = await Inbox.LogIn(node, account);
        for (var first = 0; first < Messages; first += 100)
            await client.Inbox.AppendAsync([.. Enumerable.Range(first, 100).Select(i => (IAppendRequest)new AppendRequest(Message(i), MessageFlags.None))]);
        await client.Inbox.OpenAsync(FolderAccess.ReadWrite);
        IList<int> gone = [.. Enumerable.Range(0, Messages).Where(i => i % 2 == 1)];
        await client.Inbox.AddFlagsAsync(gone, MessageFlags.Deleted, silent: true);
        await client.Inbox.ExpungeAsync();
        Assert.Equal(Messages / 2, client.Inbox.Count);
    }

    private static async Task<long> KillAmidSweep(NodeProcess node)
    {
        await using var database = Open(node, SqliteOpenMode.ReadOnly);
        var sweep = node.Mailctl("store", "sweep", "--yes");
        var patience = Stopwatch.StartNew();
        while (Number(database, "SELECT count(*) FROM blob") == Messages)
            if (patience.Elapsed.TotalSeconds > 60) throw new TimeoutException(node.Log);
        await node.Kill();
        await sweep;
        return Number(database, "SELECT count(*) FROM blob");
    }

    private static async Task HoldsTheOthers(NodeProcess node, string account)
    {
        using var client = await Inbox.LogIn(node, account);
        await client.Inbox.OpenAsync(FolderAccess.ReadOnly);
        Assert.Equal(Messages / 2, client.Inbox.Count);
        for (var i = 0; i < client.Inbox.Count; i += 25)
            Assert.Equal(Message(i * 2).TextBody, (await client.Inbox.GetMessageAsync(i)).TextBody);
    }

    private static MimeMessage Message(int number)
    {
        var random = new Random(number);
        var text = new StringBuilder();
        for (var line = 0; line < 40; line++) text.Append(Convert.ToHexString(BitConverter.GetBytes(random.NextInt64()))).Append(" line of a message\r\n");
        var message = new MimeMessage { Subject = $"number {number}", Body = new TextPart("plain") { Text = text.ToString() }, MessageId = $"{number}@sweep.test" };
        message.From.Add(MailboxAddress.Parse("a@sweep.test"));
        return message;
    }

    private static SqliteConnection Open(NodeProcess node, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(node.Data, "mailactors.db")};Mode={mode};Pooling=False");
        connection.Open();
        return connection;
    }

    private static long Number(SqliteConnection database, string sql)
    {
        using var command = database.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<long> Stats(NodeProcess node, string name)
    {
        var stats = await node.Mailctl("store", "stats", "--json");
        return long.Parse(Regex.Match(stats.Output, $"\"{name}\":\\s*(\\d+)").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
    }
}

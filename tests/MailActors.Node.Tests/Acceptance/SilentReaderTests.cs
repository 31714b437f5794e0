using System.Net;
using System.Net.Sockets;
using System.Text;
using MailActors.Node.Tests.Running;
using Xunit;
using Xunit.Abstractions;

namespace MailActors.Node.Tests.Acceptance;

/// <summary>Clients that ask and do not read the answer.</summary>
[Collection(nameof(HostileNode))]
public class SilentReaderTests(HostileNode hostile, ITestOutputHelper output)
{
    private NodeProcess Node => hostile.Node;

    [Fact]
    [Trait("acceptance", "IP-06")]
    public async Task Idlers_that_stop_reading_hold_nothing_and_others_hear_of_new_mail()
    {
        var (idlers, fetchers, messages) = (HostileNode.Long ? 1_000 : 200, HostileNode.Long ? 200 : 40, 100);
        var account = await hostile.NewAccount();
        await hostile.Deliver(account, 1, octets: 4_000_000);
        await using var good = await hostile.Select(account);
        while ((await good.Imap("w", "STATUS INBOX (MESSAGES)"))[0].EndsWith("0)", StringComparison.Ordinal)) await Task.Delay(20);
        await good.Imap("w", "NOOP");
        var silent = new List<Socket>();
        for (var i = 0; i < idlers; i++) silent.Add(await Silent(account, "i IDLE\r\n"));
        var before = ProcessMeter.Resident(Node.Pid);
        for (var i = 0; i < fetchers; i++) silent.Add(await Silent(account, "f FETCH 1 BODY.PEEK[]\r\n"));

        await good.Send("i IDLE\r\n");
        Assert.StartsWith("+", await good.Line());
        var delivering = hostile.Deliver(account, messages);
        while (await good.Line() != $"* {messages + 1} EXISTS")
        {
            // Told of each, or of several at once.
        }

        await delivering;
        var grown = ProcessMeter.Resident(Node.Pid) - before;
        output.WriteLine($"{idlers} silent idlers and {fetchers} who do not read 4 MB each cost {grown:0.0} MB");
        Assert.InRange(grown, -1000, fetchers + 60); // their answers alone are 160 MB
        await good.Send("DONE\r\n");
        var done = await good.Line();
        while (done?.StartsWith("* ", StringComparison.Ordinal) == true) done = await good.Line(); // of the last there are RECENT lines behind EXISTS
        Assert.StartsWith("i OK", done);

        // The control: who reads gets all of it, and the server has not given up on the others either.
        var body = await good.Imap("f", "FETCH 1 BODY.PEEK[TEXT]");
        Assert.True(body.Sum(line => line.Length + 2) > 4_000_000);
        silent.ForEach(socket => socket.Dispose());
    }

    /// <summary>A client that logs in, selects, asks for something and never reads; with the smallest window there is.</summary>
    private async Task<Socket> Silent(string account, string command)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 2048 };
        await socket.ConnectAsync(IPAddress.Loopback, Node.Imap);
        socket.Send(Encoding.ASCII.GetBytes($"a LOGIN {account} secret\r\nb SELECT INBOX\r\n{command}"));
        return socket;
    }
}

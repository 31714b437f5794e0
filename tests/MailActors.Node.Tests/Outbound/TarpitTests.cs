using System.Net;
using MailActors.Actors.Tests.Delivery.Remote.Outbound;
using MailActors.Node.Tests.Running;
using MailActors.Storage.Tests.Dns;
using Xunit;

namespace MailActors.Node.Tests.Outbound;

/// <summary>Many destinations that take connections and then nothing more, on a node with one partition, so that all of it shares one way out.</summary>
public class TarpitTests
{
    [Fact]
    [Trait("acceptance", "RM-03")]
    public async Task A_hundred_good_destinations_are_served_while_two_hundred_tarpits_hold_all_they_can_get()
    {
        const int Tarpits = 200, Good = 100, MailsEach = 10;
        await using var good = new Sink();
        await using var tarpit = new Sink(IPAddress.Parse("127.0.0.2"), good.Port);
        // One half hangs at once, the other when the message has come.
        var sessions = 0;
        tarpit.On["GREETING"] = _ => Interlocked.Increment(ref sessions) % 2 == 0 ? Sink.Hang : "";
        tarpit.Reply("DOT", Sink.Hang);
        var server = await NameServer.Serve("test", string.Join('\n', Enumerable.Range(0, Tarpits).Select(i => $"t{i} MX 10 tarpit").Concat(
            Enumerable.Range(0, Good).Select(i => $"g{i} MX 10 good")).Concat(["tarpit A 127.0.0.2", "good A 127.0.0.1"])));
        await using var node = await NodeProcess.Start(SendingNode.Unlimited(new()
        {
            ["MAILACTORS__QUEUE__PARTITIONS"] = "1",
            ["MAILACTORS__OUTBOUND__PORT"] = $"{good.Port}",
            ["MAILACTORS__OUTBOUND__DNS__RESOLVERS__0"] = $"127.0.0.1:{server.Port}",
            ["MAILACTORS__OUTBOUND__DNS__ALLOWLOOPBACK"] = "true",
        }));
        var sending = new SendingNode(node, good, await node.AddAccount("ann"));
        await using (var session = await sending.Submit())
        {
            for (var i = 0; i < MailsEach; i++) await Send(session, sending.Account, [.. Enumerable.Range(0, Tarpits).Select(n => $"x@t{n}.test")]);
            for (var i = 0; i < 600 && tarpit.Sessions < Tarpits; i++) await Task.Delay(100);
            Assert.InRange(tarpit.Sessions, Tarpits, 250);
            await Send(session, sending.Account, [.. Enumerable.Range(0, Good).Select(n => $"x@g{n}.test")]);
        }

        for (var i = 0; i < 600 && good.Transactions.Count < Good; i++) await Task.Delay(100);
        Assert.Equal(Good, good.Transactions.SelectMany(t => t.Recipients).Distinct().Count());
        Assert.Equal(Good, good.Transactions.Count);
        Assert.DoesNotContain(tarpit.Transactions, t => t.IsTaken);
        await server.DisposeAsync();
    }

    private static async Task Send(MailSession session, string from, IReadOnlyList<string> to)
    {
        Assert.StartsWith("250", await session.Say($"MAIL FROM:<{from}>"));
        foreach (var one in to) Assert.StartsWith("250", await session.Say($"RCPT TO:<{one}>"));
        await session.Say("DATA");
        Assert.StartsWith("250", await session.Say("Subject: out\r\n\r\nx\r\n."));
    }
}

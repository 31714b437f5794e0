using MailActors.Actors.Tests.Delivery.Remote.Outbound;
using MailActors.Node.Tests.Clients;
using MailActors.Node.Tests.Running;
using Xunit;

namespace MailActors.Node.Tests.Outbound;

/// <summary>A destination that nobody answers for, with a backlog, and that answers again.</summary>
public class DeadDestinationTests
{
    [Fact]
    [Trait("acceptance", "RM-06")]
    public async Task A_backlog_goes_once_and_over_few_connections_when_its_destination_lives_again_and_holds_up_nobody_before()
    {
        const int Backlog = 2000, MostConnections = 20;
        var port = NodeProcess.FreeOffset() + 25;
        await using var good = new Sink();
        await using var node = await NodeProcess.Start(SendingNode.Unlimited(new()
        {
            ["MAILACTORS__OUTBOUND__ROUTES__0__DOMAIN"] = "dead.test",
            ["MAILACTORS__OUTBOUND__ROUTES__0__VIA"] = "Smtp",
            ["MAILACTORS__OUTBOUND__ROUTES__0__HOST"] = "127.0.0.1",
            ["MAILACTORS__OUTBOUND__ROUTES__0__PORT"] = $"{port}",
            ["MAILACTORS__OUTBOUND__ROUTES__1__DOMAIN"] = "*",
            ["MAILACTORS__OUTBOUND__ROUTES__1__VIA"] = "Smtp",
            ["MAILACTORS__OUTBOUND__ROUTES__1__HOST"] = "127.0.0.1",
            ["MAILACTORS__OUTBOUND__ROUTES__1__PORT"] = $"{good.Port}",
            ["MAILACTORS__OUTBOUND__DESTINATIONS__0__FOR"] = "*",
            ["MAILACTORS__OUTBOUND__DESTINATIONS__0__FIRSTDEAD"] = "00:00:02",
            ["MAILACTORS__OUTBOUND__DESTINATIONS__0__LONGESTDEAD"] = "00:00:02",
            ["MAILACTORS__QUEUE__FIRSTRETRY"] = "00:00:01",
            ["MAILACTORS__QUEUE__LONGESTRETRY"] = "00:00:01",
        }));
        var sending = new SendingNode(node, good, await node.AddAccount("ann"));
        await using (var session = await sending.Submit())
        {
            for (var i = 0; i < Backlog; i++) Assert.StartsWith("250", await sending.Send(session, $"u{i}@dead.test"));
            Assert.StartsWith("250", await sending.Send(session, "bob@good.test"));
        }

        for (var i = 0; i < 600 && good.Transactions.IsEmpty; i++) await Task.Delay(100);
        Assert.Single(good.Transactions);

        await using var dead = new Sink(port: port);
        Assert.True(await node.QueueRunsEmpty(seconds: 300), (await node.Mailctl("queue", "stats")).Everything);
        var taken = dead.Transactions.SelectMany(t => t.Recipients).ToList();
        Assert.Equal((Backlog, Backlog), (taken.Count, taken.Distinct().Count()));
        // One that has said QUIT may be counted a moment longer than it is held.
        Assert.InRange(dead.MostOpen, 1, 2 * MostConnections);
        Assert.Equal(0, await Inbox.Count(node, sending.Account));
    }
}

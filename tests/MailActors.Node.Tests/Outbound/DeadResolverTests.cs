using MailActors.Actors.Tests.Delivery.Remote.Outbound;
using MailActors.Node.Tests.Clients;
using MailActors.Node.Tests.Running;
using MailActors.Storage.Tests.Dns;
using Xunit;

namespace MailActors.Node.Tests.Outbound;

/// <summary>A node whose resolver says nothing, while much mail needs it.</summary>
public class DeadResolverTests
{
    [Fact]
    [Trait("acceptance", "DN-02")]
    public async Task Mail_for_mailboxes_goes_on_while_a_thousand_messages_wait_for_a_resolver_that_says_nothing()
    {
        const int Waiting = 1000, Local = 200;
        await using var resolver = new FaultyResolver(_ => null);
        await using var sink = new Sink();
        await using var node = await NodeProcess.Start(SendingNode.Unlimited(new()
        {
            ["MAILACTORS__OUTBOUND__PORT"] = $"{sink.Port}",
            ["MAILACTORS__OUTBOUND__DNS__RESOLVERS__0"] = resolver.Address,
            ["MAILACTORS__OUTBOUND__DNS__TIMEOUT"] = "00:00:02",
            ["MAILACTORS__CONNECTIONS__PERMINUTE"] = "0",
        }));
        var (ann, bob) = (await node.AddAccount("ann"), await node.AddAccount("bob"));
        var sending = new SendingNode(node, sink, ann);
        await using (var session = await sending.Submit())
        {
            for (var i = 0; i < Waiting / 100; i++)
            {
                Assert.StartsWith("250", await session.Say($"MAIL FROM:<{ann}>"));
                for (var n = 0; n < 100; n++) Assert.StartsWith("250", await session.Say($"RCPT TO:<x@d{i}-{n}.test>"));
                await session.Say("DATA");
                Assert.StartsWith("250", await session.Say("Subject: out\r\n\r\nx\r\n."));
            }
        }

        await using (var session = await MailSession.Connect(node.Smtp))
        {
            await session.Reply();
            await session.Say("EHLO client.example.test");
            for (var i = 0; i < Local; i++)
            {
                foreach (var line in new[] { "MAIL FROM:<a@elsewhere.test>", $"RCPT TO:<{bob}>", "DATA" }) await session.Say(line);
                Assert.StartsWith("250", await session.Say($"Subject: {i}\r\n\r\nx\r\n."));
            }
        }

        await Inbox.WaitFor(node, bob, Local);
        // What waits for an answer holds no thread.
        Assert.InRange(Directory.GetDirectories($"/proc/{node.Pid}/task").Length, 1, 150);

        // In the end each is put off, and none is given back.
        var queue = "";
        for (var i = 0; i < 600 && Count(queue, "4.4.3") < Waiting; i++)
        {
            queue = (await node.Mailctl("queue", "list", "--json", "--limit", "100")).Output;
            await Task.Delay(200);
        }

        Assert.Equal(Waiting, Count(queue, "4.4.3"));
        Assert.Equal(0, await Inbox.Count(node, ann));
        Assert.Equal(0, sink.Sessions);
    }

    private static int Count(string text, string word) => text.Split(word).Length - 1;
}

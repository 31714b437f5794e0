using System.Diagnostics;
using MailActors.Node.Tests.Outbound;
using MailActors.Node.Tests.Running;
using Xunit;

namespace MailActors.Node.Tests.Forwarding;

/// <summary>Who sends with the address of another must not make us write to that other.</summary>
public class BackscatterTests
{
    [Fact]
    [Trait("acceptance", "LP-05")]
    public async Task A_thousand_forged_senders_hear_nothing_of_what_we_can_not_deliver()
    {
        await using var node = await SendingNode.Start(new() { ["MAILACTORS__SMTP__ERRORDELAY"] = "00:00:00", ["MAILACTORS__SMTP__QUOTAMEMORY"] = "00:00:00" });
        var process = node.Process;
        await process.AddAccount("off");
        await process.AddAccount("full");
        Assert.Equal(0, (await process.Mailctl("account", "disable", "off@bench.test")).ExitCode);
        Assert.Equal(0, (await process.Mailctl("account", "quota", "full@bench.test", "2000")).ExitCode);
        await process.Alias("to-off@bench.test", "off@bench.test");
        await process.Alias("to-full@bench.test", "full@bench.test");
        Assert.StartsWith("250", await OutsideMail.Send(process.Smtp, "joe@far.test", "full@bench.test", "Subject: fills\r\n\r\n" + new string('x', 900)));
        Assert.True(await process.QueueRunsEmpty());
        await IsFull(process);

        string[] refused = ["nobody@bench.test 550", "off@bench.test 550", "to-off@bench.test 550", "full@bench.test 452", "to-full@bench.test 452"];
        for (var i = 0; i < 1000;)
        {
            await using var session = await MailSession.Connect(process.Smtp);
            await session.Reply();
            await session.Say("EHLO mx.far.test");
            // Not so many that the connection is ended.
            for (var errors = 0; errors < 16 && i < 1000; errors += 2, i++)
            {
                var (to, code) = refused[i % refused.Length].Split(' ') is [var a, var b] ? (a, b) : default;
                Assert.StartsWith("250", await session.Say($"MAIL FROM:<forged{i}@victim{i % 7}.test> SIZE=1500"));
                Assert.StartsWith(code, await session.Say($"RCPT TO:<{to}>"));
                Assert.StartsWith("503", await session.Say("DATA"));
                Assert.StartsWith("250", await session.Say("RSET"));
            }
        }

        Assert.True(await process.QueueRunsEmpty());
        Assert.Equal(0, node.Sink.Sessions);

        // The control: what was accepted and could not be delivered is told of.
        await process.Alias("fwd@bench.test", "friend@remote.test");
        node.Sink.Offers = []; // one by one: no DATA after a refusal
        node.Sink.On["RCPT"] = _ => node.Sink.Said("RCPT").Last().Contains("friend", StringComparison.Ordinal) ? "550 5.1.1 No such user" : "";
        Assert.StartsWith("250", await OutsideMail.Send(process.Smtp, "joe@far.test", "fwd@bench.test"));
        Assert.True(await process.QueueRunsEmpty());
        Assert.Single(node.Sink.Messages);
    }

    private static async Task IsFull(NodeProcess node)
    {
        var patience = Stopwatch.StartNew();
        while ((await OutsideMail.Send(node.Smtp, "joe@far.test", "full@bench.test", parameters: " SIZE=1500"))[..3] != "452")
            if (patience.Elapsed.TotalSeconds > 30) throw new TimeoutException(node.Log);
    }
}

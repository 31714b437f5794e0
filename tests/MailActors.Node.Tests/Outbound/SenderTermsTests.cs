using System.Text;
using MailActors.Node.Tests.Clients;
using MimeKit;
using Xunit;

namespace MailActors.Node.Tests.Outbound;

/// <summary>Mail that waits for its time over a kill, and reverse-paths marked for each recipient, in a running node.</summary>
public class SenderTermsTests
{
    [Fact]
    public async Task Held_mail_is_there_after_a_kill_and_goes_at_its_time_to_mailboxes_here_and_to_other_hosts()
    {
        await using var node = await SendingNode.Start();
        var bob = await node.Process.AddAccount("bob");
        string cancelled;
        await using (var session = await node.Submit())
        {
            Assert.StartsWith("501", await node.Send(session, bob, mail: " HOLDFOR=999999999"));
            Assert.StartsWith("250", await node.Send(session, bob, mail: " HOLDFOR=20"));
            Assert.StartsWith("250", await node.Send(session, "friend@elsewhere.test", mail: " HOLDFOR=20"));
            cancelled = (await node.Send(session, "nobody@elsewhere.test", mail: " HOLDFOR=3600")).Split(' ')[^1].Trim();
        }

        await node.Process.Kill();
        await node.Process.StartAgain();

        // A machine that took longer than the time has nothing to show.
        var list = (await node.Process.Mailctl("queue", "list", "--json")).Output;
        Assert.Contains("\"status\":\"future\"", list);
        Assert.Contains("releaseAt", (await node.Process.Mailctl("queue", "show", cancelled)).Output);
        Assert.Equal(0, (await node.Process.Mailctl("queue", "discard", cancelled)).ExitCode);
        Assert.True(await node.Process.QueueRunsEmpty(seconds: 120));
        Assert.Equal(1, await Inbox.Count(node.Process, bob));
        Assert.Single(node.Sink.Messages);
        Assert.Equal("RCPT TO:<friend@elsewhere.test>", Assert.Single(node.Sink.Said("RCPT")));
    }

    [Fact]
    public async Task A_bounce_comes_back_to_the_address_that_names_its_recipient()
    {
        await using var node = await SendingNode.Start();
        node.Sink.On["RCPT"] = n => n == 1 ? "550 5.1.1 No such user here" : "";
        await using var session = await node.Submit();
        Assert.StartsWith("250", await node.Send(session, "gone@elsewhere.test", mail: " XVERP"));
        await Inbox.WaitFor(node.Process, node.Account, 1);
        Assert.True(await node.Process.QueueRunsEmpty());
        Assert.StartsWith("MAIL FROM:<ann+gone=elsewhere.test@bench.test>", Assert.Single(node.Sink.Said("MAIL")));

        // Our own notice, and one that another host sends to the path it was given.
        var marked = "ann+gone=elsewhere.test@bench.test";
        var notice = MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(await Inbox.OnlyMessage(node.Process, node.Account))));
        Assert.Equal(marked, Assert.Single(notice.To.Mailboxes).Address);
        await using var host = await Running.MailSession.Connect(node.Process.Smtp);
        await host.Reply();
        foreach (var line in new[] { "EHLO elsewhere.test", "MAIL FROM:<>", $"RCPT TO:<{marked}>", "DATA", "Subject: gone\r\n\r\n." })
            Assert.Matches("^[23]", await host.Say(line));
        await Inbox.WaitFor(node.Process, node.Account, 2);
    }
}

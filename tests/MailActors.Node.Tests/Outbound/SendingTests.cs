using System.Text;
using MailActors.Node.Tests.Clients;
using MailKit;
using MimeKit;
using Xunit;

namespace MailActors.Node.Tests.Outbound;

/// <summary>Mail to another host, from a client's submission to the other's reply, and back to the sender when it is not taken.</summary>
public class SendingTests
{
    [Fact]
    public async Task Mail_for_another_host_is_submitted_sent_and_gone_from_the_queue()
    {
        await using var node = await SendingNode.Start();
        await using var session = await node.Submit();
        Assert.StartsWith("250", await node.Send(session, "bob@elsewhere.test", "Subject: out\r\n\r\n..a line with a dot"));
        Assert.True(await node.Process.QueueRunsEmpty(), node.Process.Log);

        var message = Encoding.UTF8.GetString(Assert.Single(node.Sink.Messages));
        Assert.StartsWith("Received: from client.example.test", message);
        Assert.Contains("\r\nFrom: <ann@bench.test>\r\n", message);
        Assert.EndsWith("\r\n\r\n..a line with a dot\r\n", message);
        Assert.DoesNotContain("Return-Path", message);
        Assert.Equal(["EHLO mail.example.test"], node.Sink.Said("EHLO"));
    }

    [Fact]
    [Trait("acceptance", "LP-04")]
    public async Task What_the_other_host_refuses_comes_back_as_one_report()
    {
        await using var node = await SendingNode.Start();
        node.Sink.Reply("RCPT", "550 5.1.1 No such user here");
        await using var session = await node.Submit();
        Assert.StartsWith("250", await node.Send(session, "nobody@elsewhere.test", mail: " RET=FULL ENVID=order-7", rcpt: " NOTIFY=FAILURE ORCPT=rfc822;first@elsewhere.test"));
        await Inbox.WaitFor(node.Process, node.Account, 1);
        Assert.True(await node.Process.QueueRunsEmpty());

        var message = MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(await Inbox.OnlyMessage(node.Process, node.Account))));
        Assert.Equal("<>", message.Headers["Return-Path"]);
        Assert.Equal("auto-replied", message.Headers["Auto-Submitted"]);
        var report = Assert.IsType<MultipartReport>(message.Body);
        var status = Assert.IsType<MessageDeliveryStatus>(report[1]);
        Assert.Equal("dns; mail.example.test", status.StatusGroups[0]["Reporting-MTA"]);
        Assert.Equal("order-7", status.StatusGroups[0]["Original-Envelope-Id"]);
        var recipient = status.StatusGroups[1];
        Assert.Equal(("failed", "5.1.1"), (recipient["Action"], recipient["Status"]));
        Assert.Contains("nobody@elsewhere.test", recipient["Final-Recipient"]);
        Assert.Contains("first@elsewhere.test", recipient["Original-Recipient"]);
        Assert.Contains("550 5.1.1 No such user here", recipient["Diagnostic-Code"]);
        Assert.Equal("hello", Assert.IsType<MessagePart>(report[2]).Message!.Subject);
        Assert.Equal(1, await Inbox.Count(node.Process, node.Account));
    }

    [Fact]
    public async Task The_sender_says_what_it_wants_to_be_told()
    {
        await using var node = await SendingNode.Start();
        node.Sink.On["RCPT"] = n => n == 1 ? "550 5.1.1 No such user here" : "";
        await using var session = await node.Submit();
        Assert.StartsWith("250", await node.Send(session, "nobody@elsewhere.test", rcpt: " NOTIFY=NEVER"));
        Assert.True(await node.Process.QueueRunsEmpty());
        Assert.Equal(0, await Inbox.Count(node.Process, node.Account));

        Assert.StartsWith("250", await node.Send(session, "bob@elsewhere.test", rcpt: " NOTIFY=SUCCESS"));
        Assert.StartsWith("250", await node.Send(session, node.Account, rcpt: " NOTIFY=SUCCESS"));
        Assert.True(await node.Process.QueueRunsEmpty());
        await Inbox.WaitFor(node.Process, node.Account, 3);
        using var client = await Inbox.LogIn(node.Process, node.Account);
        await client.Inbox.OpenAsync(FolderAccess.ReadOnly);
        var actions = new List<string>();
        for (var i = 0; i < client.Inbox.Count; i++)
            if ((await client.Inbox.GetMessageAsync(i)).Body is MultipartReport report) actions.Add(((MessageDeliveryStatus)report[1]).StatusGroups[1]["Action"]!);
        Assert.Equal(["delivered", "relayed"], actions.Order());
    }
}

using System.Text;
using MailActors.Node.Tests.Clients;
using MailActors.Node.Tests.Running;
using Xunit;

namespace MailActors.Node.Tests.Outbound;

/// <summary>Mail to and from a real Postfix, and what comes back from either side.</summary>
public class PostfixTests
{
    [RootFact]
    public async Task Mail_and_bounces_go_both_ways_between_a_node_and_Postfix()
    {
        await using var postfix = new PostfixPeer();
        await using var node = await NodeProcess.Start(new()
        {
            ["MAILACTORS__OUTBOUND__ROUTES__0__DOMAIN"] = "peer.test",
            ["MAILACTORS__OUTBOUND__ROUTES__0__VIA"] = "Smtp",
            ["MAILACTORS__OUTBOUND__ROUTES__0__HOST"] = "127.0.0.1",
            ["MAILACTORS__OUTBOUND__ROUTES__0__PORT"] = $"{postfix.Port}",
            ["MAILACTORS__CONNECTIONS__PERMINUTE"] = "0",
        });
        await postfix.Start(node.Smtp);
        var ann = await node.AddAccount("ann");

        // To Postfix: two of its users, over TLS, with a dot at the start of a line.
        await using (var submission = await MailSession.Connect(node.Submissions, tls: true))
        {
            await submission.Reply();
            await submission.Say("EHLO client.example.test");
            Assert.StartsWith("235", await submission.Say($"AUTH PLAIN {Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{ann}\0secret"))}"));
            await Send(submission, ann, "out", "bob@peer.test", "carol@peer.test");
            foreach (var user in new[] { "bob", "carol" })
            {
                var got = Assert.Single(await postfix.MailOf(user, 1));
                Assert.Contains("Return-Path: <ann@bench.test>", got);
                Assert.Contains("using TLSv1.3", got);
                Assert.EndsWith("\n\n.a dot\n", got);
            }

            // One that Postfix refuses at once, and one that it takes, can't deliver and returns.
            await Send(submission, ann, "refused", "nobody@peer.test");
            await Send(submission, ann, "returned", "ghost@peer.test");
        }

        await Inbox.WaitFor(node, ann, 2);
        Assert.True(await node.QueueRunsEmpty(), node.Log);

        // From Postfix: one for ann, and one that we refuse, which Postfix returns to bob.
        await using (var smtp = await MailSession.Connect(postfix.Port))
        {
            await smtp.Reply();
            await smtp.Say("EHLO client.peer.test");
            await Send(smtp, "bob@peer.test", "in", ann);
            await Send(smtp, "bob@peer.test", "unknown", "nobody@bench.test");
        }

        await Inbox.WaitFor(node, ann, 3);
        var returned = Assert.Single(await postfix.MailOf("bob", 2), m => m.Contains("Subject: Undelivered Mail Returned to Sender", StringComparison.Ordinal));
        Assert.Contains("Final-Recipient: rfc822; nobody@bench.test", returned);
        Assert.Contains("Status: 5.1.1", returned);

        using var client = await Inbox.LogIn(node, ann);
        await client.Inbox.OpenAsync(MailKit.FolderAccess.ReadOnly);
        var mail = new List<string>();
        for (var i = 0; i < 3; i++) mail.Add((await client.Inbox.GetMessageAsync(i)).ToString());
        Assert.Contains("nobody@peer.test", Assert.Single(mail, m => m.Contains("Reporting-MTA: dns; mail.example.test", StringComparison.Ordinal)));
        Assert.Contains("Final-Recipient: rfc822; gone@bench.test", Assert.Single(mail, m => m.Contains("Reporting-MTA: dns; peer.test", StringComparison.Ordinal)));
        Assert.Contains("(Postfix)", Assert.Single(mail, m => m.Contains("Subject: in\r\n", StringComparison.Ordinal) || m.Contains("Subject: in\n", StringComparison.Ordinal)));
    }

    private static async Task Send(MailSession session, string from, string subject, params string[] to)
    {
        Assert.StartsWith("250", await session.Say($"MAIL FROM:<{from}>"));
        foreach (var one in to)
            Assert.StartsWith("250", await session.Say($"RCPT TO:<{one}>"));
        Assert.StartsWith("354", await session.Say("DATA"));
        Assert.StartsWith("250", await session.Say($"From: {from}\r\nSubject: {subject}\r\n\r\n..a dot\r\n."));
    }
}

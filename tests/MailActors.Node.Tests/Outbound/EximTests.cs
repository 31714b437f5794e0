using System.Text;
using MailActors.Node.Tests.Clients;
using MailActors.Node.Tests.Running;
using MailKit;
using MimeKit;
using Xunit;

namespace MailActors.Node.Tests.Outbound;

/// <summary>Mail to and from a real Exim, under TLS, and what comes back from either side. Exim sends in chunks (RFC 3030).</summary>
public class EximTests(EximTests.Both both) : IClassFixture<EximTests.Both>
{
    [RootFact]
    public async Task Every_body_arrives_at_Exim_octet_for_octet()
    {
        var ann = await both.Node.AddAccount("ann");
        await using (var session = await both.Submit(ann))
            foreach (var (name, body) in Bodies.All)
                await Send(session, ann, "bob@peer.test", name, body);

        var arrived = (await both.Exim.MailOf("bob", Bodies.All.Count)).ToDictionary(Subject);
        foreach (var (name, body) in Bodies.All) Assert.True(Bodies.Hash(body) == Bodies.HashOf(arrived[name]), name);
        // The control: the hash is not the same whatever comes.
        Assert.NotEqual(Bodies.Hash(Bodies.All["dots"] + ".\r\n"), Bodies.HashOf(arrived["dots"]));
        Assert.Equal(Bodies.All.Count, (await both.Exim.Logged(Bodies.All.Count, "<= ann@bench.test", "X=TLS1.3")).Count);
    }

    [RootFact]
    public async Task Every_body_arrives_from_Exim_octet_for_octet()
    {
        var eve = await both.Node.AddAccount("eve");
        var bodies = new Dictionary<string, string>(Bodies.All) { ["lines too long"] = new string('x', 5000) + "\r\n." + new string('y', 100_000) + "\r\n" };
        await using (var session = await both.AtExim())
            foreach (var (name, body) in bodies)
                await Send(session, "bob@peer.test", eve, name, body);

        var arrived = (await both.MailOf(eve, bodies.Count)).ToDictionary(Subject);
        foreach (var (name, body) in bodies) Assert.True(Bodies.Hash(body) == Bodies.HashOf(arrived[name]), name);
        // K: by BDAT.
        Assert.Equal(bodies.Count, (await both.Exim.Logged(bodies.Count, "=> eve@bench.test", "X=TLS1.3", " K C=\"250 ")).Count);
    }

    [RootFact]
    public async Task Lines_longer_than_mail_allows_reach_Exim_encoded_and_are_the_same_when_decoded()
    {
        var fay = await both.Node.AddAccount("fay");
        var line = new string('x', 5000);
        await using (var session = await both.Submit(fay)) await Send(session, fay, "dave@peer.test", "long", line + "\r\nend\r\n");
        var message = Assert.Single(await both.Exim.MailOf("dave", 1));
        Assert.All(message.Split('\n'), one => Assert.InRange(one.Length, 0, 998));
        using var octets = new MemoryStream(Encoding.Latin1.GetBytes(message));
        Assert.Equal(line + "\nend\n", Assert.IsType<TextPart>((await MimeMessage.LoadAsync(octets)).Body).Text.ReplaceLineEndings("\n"));
    }

    [RootFact]
    public async Task Addresses_and_headers_beyond_ascii_go_both_ways()
    {
        var zoe = await both.Node.AddAccount("zoë");
        await using (var session = await both.Submit(zoe)) await Send(session, zoe, "jörg@peer.test", "Grüße", "hinüber\r\n", " SMTPUTF8");
        var there = Utf8(Assert.Single(await both.Exim.MailOf("jörg", 1)));
        Assert.Contains("Subject: Grüße\n", there);
        Assert.Contains("Return-path: <zoë@bench.test>", there);

        await using (var session = await both.AtExim()) await Send(session, "jörg@peer.test", zoe, "Zurück", "herüber\r\n", " SMTPUTF8");
        var here = Utf8(Assert.Single(await both.MailOf(zoe, 1)));
        Assert.Contains("Subject: Zurück\r\n", here);
        Assert.Contains("Return-Path: <jörg@peer.test>", here);
        Assert.Contains("with UTF8SMTPS", here);
    }

    [RootFact]
    public async Task What_Exim_refuses_and_what_it_returns_comes_back_once_each()
    {
        var gus = await both.Node.AddAccount("gus");
        await using (var session = await both.Submit(gus))
        {
            await Send(session, gus, "nobody@peer.test", "refused", "x\r\n");
            await Send(session, gus, "ghost@peer.test", "returned", "x\r\n");
        }

        var mail = await both.MailOf(gus, 2);
        Assert.True(await both.Node.QueueRunsEmpty(), both.Node.Log);
        Assert.Equal(2, await Inbox.Count(both.Node, gus));
        var ours = Assert.Single(mail, m => m.Contains("Reporting-MTA: dns; mail.example.test", StringComparison.Ordinal));
        Assert.Contains("nobody@peer.test", ours);
        Assert.Contains("Status: 5.1.1", ours);
        var theirs = Assert.Single(mail, m => m.Contains("Reporting-MTA: dns; peer.test", StringComparison.Ordinal));
        Assert.Contains("gone@bench.test", theirs);
        Assert.All(mail, m => Assert.Contains("Return-Path: <>", m));
    }

    [RootFact]
    public async Task What_we_refuse_Exim_returns_and_a_notice_nobody_takes_is_not_returned_again()
    {
        await both.Node.AddAccount("hal");
        Assert.Equal(0, (await both.Node.Mailctl("alias", "add", "away@bench.test", "nobody@peer.test")).ExitCode);
        await using (var session = await both.AtExim())
        {
            // Refused by us at RCPT: Exim's notice goes to its own user.
            await Send(session, "carol@peer.test", "stranger@bench.test", "refused", "x\r\n");
            // Refused by us, and so is the notice: Exim may try it again and again, and we say no each time.
            await Send(session, "stranger@bench.test", "stranger@bench.test", "no way back", "x\r\n");
            // Taken by us and refused by Exim, and so is our notice: its return path is empty, so that is the end of it.
            await Send(session, "nobody@peer.test", "away@bench.test", "no way back either", "x\r\n");
        }

        var returned = Assert.Single(await both.Exim.MailOf("carol", 1));
        Assert.Contains("Final-Recipient: rfc822;stranger@bench.test", returned);
        Assert.Contains("550 5.1.1", returned);
        Assert.Single(await both.Exim.Logged(1, "Frozen (delivery error message)"));
        Assert.Single(await both.Exim.Logged(1, "=peer.test=nobody@bench.test> rejected RCPT <nobody@peer.test>"));
        await both.Exim.Logged(1, "F=<> rejected RCPT <nobody@peer.test>");
        Assert.True(await both.Node.QueueRunsEmpty(), both.Node.Log);
        Assert.Single(await both.Exim.Logged(1, "F=<> rejected RCPT <nobody@peer.test>"));
        Assert.Single(await both.Exim.MailOf("carol", 1));
    }

    private static async Task Send(MailSession session, string from, string to, string subject, string body, string mail = "")
    {
        Assert.StartsWith("250", await session.Say($"MAIL FROM:<{from}> BODY=8BITMIME{mail}"));
        Assert.StartsWith("250", await session.Say($"RCPT TO:<{to}>"));
        Assert.StartsWith("354", await session.Say("DATA"));
        await session.Send($"From: <{from}>\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n");
        // RFC 5321 §4.5.2.
        await session.Send(Encoding.Latin1.GetBytes(("\r\n" + body).Replace("\r\n.", "\r\n..", StringComparison.Ordinal)[2..]));
        Assert.StartsWith("250", await session.Say("."));
    }

    private static string Subject(string message) => message.Split('\n').First(line => line.StartsWith("Subject: ", StringComparison.Ordinal))["Subject: ".Length..].TrimEnd('\r');

    private static string Utf8(string latin1) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(latin1));

    public sealed class Both : IAsyncLifetime
    {
        internal EximPeer Exim { get; } = new();

        internal NodeProcess Node { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            if (!Environment.IsPrivilegedProcess) return;
            Node = await NodeProcess.Start(new()
            {
                ["MAILACTORS__OUTBOUND__ROUTES__0__DOMAIN"] = "peer.test",
                ["MAILACTORS__OUTBOUND__ROUTES__0__VIA"] = "Smtp",
                ["MAILACTORS__OUTBOUND__ROUTES__0__HOST"] = "127.0.0.1",
                ["MAILACTORS__OUTBOUND__ROUTES__0__PORT"] = $"{Exim.Port}",
                ["MAILACTORS__CONNECTIONS__PERMINUTE"] = "0",
            });
            await Exim.Start(Node.Smtp);
        }

        public async Task DisposeAsync()
        {
            if (!Environment.IsPrivilegedProcess) return;
            await Exim.DisposeAsync();
            await Node.DisposeAsync();
        }

        internal async Task<MailSession> Submit(string account)
        {
            var session = await MailSession.Connect(Node.Submissions, tls: true);
            await session.Reply();
            await session.Say("EHLO client.example.test");
            Assert.StartsWith("235", await session.Say($"AUTH PLAIN {Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{account}\0secret"))}"));
            return session;
        }

        internal async Task<MailSession> AtExim()
        {
            var session = await MailSession.Connect(Exim.Port);
            await session.Reply();
            await session.Say("EHLO client.peer.test");
            return session;
        }

        /// <summary>The messages of an account, octet for octet as Latin-1, once there are so many.</summary>
        internal async Task<List<string>> MailOf(string account, int count)
        {
            await Inbox.WaitFor(Node, account, count);
            using var client = await Inbox.LogIn(Node, account);
            await client.Inbox.OpenAsync(FolderAccess.ReadOnly);
            var mail = new List<string>();
            for (var i = 0; i < client.Inbox.Count; i++)
            {
                using var octets = new MemoryStream();
                await (await client.Inbox.GetStreamAsync(i)).CopyToAsync(octets);
                mail.Add(Encoding.Latin1.GetString(octets.ToArray()));
            }

            return mail;
        }
    }
}

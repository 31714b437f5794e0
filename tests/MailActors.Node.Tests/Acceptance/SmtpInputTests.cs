using MailActors.Node.Tests.Clients;
using MailActors.Node.Tests.Running;
using Xunit;
using Xunit.Abstractions;

namespace MailActors.Node.Tests.Acceptance;

/// <summary>Those who talk out of turn, speak another protocol, or send a message in crumbs.</summary>
[Collection(nameof(HostileNode))]
public class SmtpInputTests(HostileNode hostile, ITestOutputHelper output)
{
    private NodeProcess Node => hostile.Node;

    [Fact]
    [Trait("acceptance", "SM-06")]
    public async Task Who_talks_before_the_banner_is_dropped()
    {
        // The node stands still, so that the octets are there before it has accepted the connection.
        NodeProcess.Signal(Node.Pid, Stop);
        while (!(await File.ReadAllTextAsync($"/proc/{Node.Pid}/stat")).Contains(") T ")) await Task.Yield();
        MailSession early;
        try
        {
            early = await MailSession.Connect(Node.Smtp);
            await early.Send("EHLO client.example.test\r\n");
        }
        finally
        {
            NodeProcess.Signal(Node.Pid, Continue);
        }

        Assert.Equal(["554 5.5.0 Client talked before its turn"], await early.Rest());
        await early.DisposeAsync();
    }

    [Theory]
    [InlineData("EHLO me\r\nMAIL FROM:<a@elsewhere.test>\r\n", "")]
    [InlineData("EHLO me\r\n", "STARTTLS\r\nMAIL FROM:<a@elsewhere.test>\r\n")]
    [InlineData("EHLO me\r\n", "MAIL FROM:<a@elsewhere.test>\r\nRCPT TO:<{0}>\r\nDATA\r\nSubject: early\r\n\r\n.\r\n")]
    [Trait("acceptance", "SM-06")]
    public async Task Who_does_not_wait_where_all_must_is_dropped(string first, string second)
    {
        var account = await hostile.NewAccount();
        await using var client = await MailSession.Connect(Node.Smtp);
        await client.Line();
        await client.Send(first);
        if (second.Length > 0)
        {
            await client.Reply();
            await client.Send(second.Replace("{0}", account));
        }

        var heard = await client.Rest();
        if (!second.StartsWith("STARTTLS", StringComparison.Ordinal)) Assert.Equal("554 5.5.0 Client talked before its turn", heard[^1]);
        Assert.DoesNotContain(heard, line => line.Contains("queued"));
        Assert.Equal(0, await Inbox.Count(Node, account));

        // The control: MAIL, RCPT and DATA may come together when the last waits (RFC 2920).
        await using var patient = await MailSession.Connect(Node.Smtp);
        await patient.Line();
        await patient.Say("EHLO me");
        await patient.Send($"MAIL FROM:<a@elsewhere.test>\r\nRCPT TO:<{account}>\r\nDATA\r\n");
        await patient.Line();
        await patient.Line();
        Assert.StartsWith("354", await patient.Line());
        Assert.StartsWith("250", await patient.Say("Subject: patient\r\n\r\n."));
        await Inbox.WaitFor(Node, account, 1);
    }

    [Theory]
    [InlineData("GET /<script>alert(1)</script> HTTP/1.1")]
    [InlineData("POST / HTTP/1.1")]
    [InlineData("CONNECT mx.example.test:25 HTTP/1.1")]
    [InlineData("\u0016\u0003\u0001\u0002")]
    [Trait("acceptance", "SM-07")]
    public async Task Another_protocol_gets_no_word_on_any_port(string line)
    {
        foreach (var port in new[] { Node.Smtp, Node.Lmtp, Node.Submission, Node.Imap, Node.Pop3 })
        {
            await using var client = await MailSession.Connect(port);
            await client.Line();
            try
            {
                await client.Send(line + "\r\nHost: <script>alert(1)</script>\r\n\r\n<script>alert(1)</script>\r\n");
            }
            catch (IOException)
            {
                // Closed already.
            }

            Assert.Empty(await client.Rest());

            // The control: who speaks the protocol is answered.
            await using var good = await MailSession.Connect(port);
            await good.Line();
            await good.Send("a NOOP\r\n");
            Assert.NotNull(await good.Line());
        }
    }

    [Fact]
    [Trait("acceptance", "SM-04")]
    public async Task A_message_in_chunks_of_one_octet_costs_no_memory()
    {
        var chunks = HostileNode.Long ? 100_000 : 10_000;
        var account = await hostile.NewAccount();

        var grown = await ProcessMeter.GrowthOfAgain(Node.Pid, () => Crumbs(account, chunks));

        output.WriteLine($"{chunks} chunks of one octet more cost {grown:0.0} MB");
        Assert.InRange(grown, -1000, 5);
        await Inbox.WaitFor(Node, account, 2);
    }

    [Fact]
    [Trait("acceptance", "SM-04")]
    public async Task Chunks_out_of_order_are_refused_and_nothing_of_them_is_done()
    {
        var account = await hostile.NewAccount();
        await using var client = await MailSession.Connect(Node.Smtp);
        await client.Line();
        await client.Say("EHLO me");
        Assert.StartsWith("503", await client.Say("BDAT 6 LAST\r\nRSET"));
        await client.Say("MAIL FROM:<>");
        await client.Say($"RCPT TO:<{account}>");
        Assert.StartsWith("250", await client.Say("BDAT 12\r\nSubject: x"));
        Assert.StartsWith("503", await client.Say("DATA"));
        Assert.StartsWith("250", await client.Say("BDAT 0"));
        await client.Send("BDAT 0 LAST\r\n");
        Assert.StartsWith("250", await client.Reply());
        Assert.StartsWith("503", await client.Say("BDAT 0 LAST"));
        await client.Say("MAIL FROM:<>");
        await client.Say($"RCPT TO:<{account}>");
        Assert.StartsWith("552", await client.Say("BDAT 60000000"));
        Assert.Empty(await client.Rest());
        await Inbox.WaitFor(Node, account, 1);
    }

    private const int Stop = 19, Continue = 18;

    private async Task Crumbs(string account, int chunks)
    {
        await using var client = await MailSession.Connect(Node.Smtp);
        await client.Line();
        await client.Say("EHLO me");
        await client.Say("MAIL FROM:<>");
        await client.Say($"RCPT TO:<{account}>");
        await client.Send("BDAT 14\r\nSubject: x\r\n\r\n");
        Assert.StartsWith("250", await client.Reply());
        var sending = client.Send(string.Concat(Enumerable.Repeat("BDAT 1\r\nx", chunks)) + "BDAT 2 LAST\r\n\r\n");
        for (var i = 0; i < chunks; i++) Assert.StartsWith("250", await client.Reply());
        Assert.StartsWith("250 2.0.0 Ok: queued", await client.Reply());
        await sending;
    }
}

using MailActors.Node.Tests.Running;
using Xunit;
using Xunit.Abstractions;

namespace MailActors.Node.Tests.Acceptance;

/// <summary>Lines that never end, and lines that are none.</summary>
[Collection(nameof(HostileNode))]
public class EndlessLineTests(HostileNode hostile, ITestOutputHelper output)
{
    private NodeProcess Node => hostile.Node;

    [Theory]
    [InlineData("smtp", "500 5.5.2 Line too long")]
    [InlineData("lmtp", "500 5.5.2 Line too long")]
    [InlineData("imap", "* BAD [TOOBIG]")]
    [InlineData("pop3", "-ERR The line is too long.")]
    [Trait("acceptance", "SM-08")]
    public async Task An_endless_line_is_passed_over_and_not_kept(string service, string answer)
    {
        var megabytes = HostileNode.Long ? 1024 : 48;
        var piece = new byte[1 << 20];
        piece.AsSpan().Fill((byte)'x');

        var grown = await ProcessMeter.GrowthOfAgain(Node.Pid, async () =>
        {
            await using var client = await Greeted(service);
            for (var i = 0; i < megabytes; i++) await client.Send(piece);
            await client.Send("\r\n");
            Assert.StartsWith(answer, await client.Line(60));
        });

        output.WriteLine($"{service}: a line of {megabytes} MB more cost {grown:0.0} MB");
        Assert.InRange(grown, -1000, 5);
    }

    [Theory]
    [InlineData("NO\0OP\r\n")]
    [InlineData("N\u00d6\u00d6P\r\n")]
    [InlineData("\u0001\u0002\u0003\r\n")]
    [InlineData("\r\n")]
    [Trait("acceptance", "SM-08")]
    public async Task What_is_no_command_gets_500_and_the_next_one_is_done(string line)
    {
        await using var client = await Greeted("smtp");
        await client.Send(line);
        Assert.StartsWith("500 5.5.2", await client.Line());
        Assert.StartsWith("250", await client.Say("NOOP"));
    }

    private async Task<MailSession> Greeted(string service)
    {
        var client = await MailSession.Connect(service switch { "smtp" => Node.Smtp, "lmtp" => Node.Lmtp, "imap" => Node.Imap, _ => Node.Pop3 });
        await client.Line();
        return client;
    }
}

/// <summary>With the limits of errors as they are shipped.</summary>
[Collection(nameof(DefaultNode))]
public class ErrorLimitTests(DefaultNode shipped)
{
    [Fact]
    [Trait("acceptance", "SM-08")]
    public async Task Rubbish_ends_the_connection_at_the_limit_of_errors()
    {
        await using var imap = await MailSession.Connect(shipped.Node.Imap);
        await imap.Line();
        await imap.Send(string.Concat(Enumerable.Repeat("x y z\r\n", 1000)));
        var heard = await imap.Rest();
        Assert.Equal(3, heard.Count(line => line.Contains(" BAD ")));
        Assert.StartsWith("* BYE", heard[^1]);

        await using var pop3 = await MailSession.Connect(shipped.Node.Pop3);
        await pop3.Line();
        await pop3.Send(string.Concat(Enumerable.Repeat("XYZZY\r\n", 1000)));
        Assert.Equal(4, (await pop3.Rest()).Count(line => line.StartsWith("-ERR", StringComparison.Ordinal)));

        await using var useless = await MailSession.Connect(shipped.Node.Smtp);
        await useless.Line();
        await useless.Say("EHLO me");
        await useless.Send(string.Concat(Enumerable.Repeat("NOOP\r\n", 1000)));
        var noops = await useless.Rest();
        Assert.InRange(noops.Count(line => line.StartsWith("250", StringComparison.Ordinal)), 90, 101);
        Assert.StartsWith("421 4.7.0", noops[^1]);
    }
}

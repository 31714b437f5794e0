using MailActors.Node.Tests.Outbound;
using Xunit;

namespace MailActors.Node.Tests.Forwarding;

/// <summary>Aliases that lead in a circle, too deep or too wide end with a clear word: at the command line, and where they came about otherwise in the
/// session.</summary>
[Trait("acceptance", "LP-07")]
public class AliasLimitTests
{
    [Fact]
    public async Task Aliases_without_end_are_refused_by_the_command_line_and_by_SMTP()
    {
        await using var node = await SendingNode.Start();
        var process = node.Process;

        // A circle: refused, and by another way, through a catch-all, found in the session.
        await process.Alias("a@bench.test", "b@bench.test");
        await Refused("back to itself", "b@bench.test", "a@bench.test");
        await Refused("back to itself", "self@bench.test", "self@bench.test");
        await process.Alias("round@bench.test", "x@later.test");
        Assert.Equal(0, (await process.Mailctl("domain", "add", "later.test", "--catch-all", "round@bench.test")).ExitCode);
        await Ends("round@bench.test");
        await Ends("anybody@later.test");

        // Too deep: the alias that would be the 21st level, and one put below others.
        for (var level = 1; level <= 20; level++) await process.Alias($"l{level}@bench.test", level == 1 ? "ann@bench.test" : $"l{level - 1}@bench.test");
        Assert.StartsWith("250", await OutsideMail.Send(process.Smtp, "joe@far.test", "l20@bench.test"));
        await Refused("more than 20 others", "l21@bench.test", "l20@bench.test");
        await process.Alias("top@bench.test", "below@bench.test");
        await process.Alias("below@bench.test", "l19@bench.test");
        await Ends("top@bench.test");

        // Too wide: lists in a list.
        static string[] Many(int list) => [.. Enumerable.Range(0, 300).Select(i => $"u{list}-{i}@elsewhere.test")];
        await process.Alias("all@bench.test", "part1@bench.test", "part2@bench.test", "part3@bench.test", "part4@bench.test");
        for (var list = 1; list <= 3; list++) await process.Alias($"part{list}@bench.test", Many(list));
        Assert.StartsWith("250", await OutsideMail.Send(process.Smtp, "joe@far.test", "all@bench.test"));
        Assert.True(await process.QueueRunsEmpty(60));
        Assert.Equal(900, node.Sink.Said("RCPT").Count());
        await process.Alias("part4@bench.test", Many(4));
        await Ends("all@bench.test");
        await Refused("more than 1,000 addresses", "above@bench.test", "all@bench.test");
        Assert.Equal(900, node.Sink.Said("RCPT").Count());

        async Task Refused(string why, string alias, string target)
        {
            var run = await process.Mailctl("alias", "add", alias, target);
            Assert.True(run.ExitCode == 1 && run.Everything.Contains(why, StringComparison.Ordinal), run.Everything);
        }

        async Task Ends(string address) => Assert.Equal("550 5.4.6 Address leads in a circle or to too many", await OutsideMail.Send(process.Smtp, "joe@far.test", address));
    }
}

using System.Text;
using System.Text.Json;
using MailActors.Node.Tests.Clients;
using MailActors.Node.Tests.Outbound;
using Xunit;

namespace MailActors.Node.Tests.Forwarding;

/// <summary>Mail that an alias leads to another host, and the bounces of it, on a running node.</summary>
public class ForwardingTests
{
    [Fact]
    [Trait("acceptance", "RL-04")]
    public async Task Forwarded_mail_leaves_with_a_reverse_path_of_ours_that_leads_bounces_back_and_nothing_else()
    {
        await using var node = await SendingNode.Start();
        var (process, sink) = (node.Process, node.Sink);
        await process.Alias("fwd@bench.test", "friend@remote.test", "ann@bench.test");
        Assert.Equal(0, (await process.Mailctl("dkim", "add", "bench.test", "sel")).ExitCode);
        Assert.Equal(0, (await process.Mailctl("dkim", "activate", "bench.test", "sel")).ExitCode);

        Assert.StartsWith("250", await OutsideMail.Send(process.Smtp, "joe@far.test", "fwd@bench.test"));
        Assert.True(await process.QueueRunsEmpty(), process.Log);
        var path = OutsideMail.PathOf(Assert.Single(sink.Said("MAIL")));
        Assert.Matches("^SRS0=[A-Za-z0-9+/]{8}=[A-Z2-7]{2}=far.test=joe@bench.test$", path);
        Assert.Equal("friend@remote.test", OutsideMail.PathOf(Assert.Single(sink.Said("RCPT"))));
        var copy = Encoding.UTF8.GetString(Assert.Single(sink.Messages));
        Assert.StartsWith("Delivered-To: fwd@bench.test\r\nReceived: from mx.far.test", copy);
        Assert.DoesNotContain("DKIM-Signature", copy);
        Assert.Contains("Return-Path: <joe@far.test>", await Inbox.OnlyMessage(process, node.Account));

        // The control: what an account submits to the same alias is signed, and keeps its sender.
        await using (var session = await node.Submit()) Assert.StartsWith("250", await node.Send(session, "fwd@bench.test"));
        Assert.True(await process.QueueRunsEmpty());
        Assert.StartsWith("MAIL FROM:<ann@bench.test>", sink.Said("MAIL").Last());
        Assert.StartsWith("DKIM-Signature:", Encoding.UTF8.GetString(sink.Messages.Last()));

        // A bounce goes back to the sender as it came, without a sender and not rewritten.
        var before = sink.Messages.Count;
        Assert.StartsWith("250", await OutsideMail.Send(process.Smtp, "", path, "From: mailer-daemon@remote.test\r\nSubject: undeliverable\r\n\r\nreport"));
        Assert.True(await process.QueueRunsEmpty());
        Assert.Equal(before + 1, sink.Messages.Count);
        Assert.StartsWith("MAIL FROM:<>", sink.Said("MAIL").Last());
        Assert.StartsWith("RCPT TO:<joe@far.test>", sink.Said("RCPT").Last());
        Assert.Contains("Subject: undeliverable", Encoding.UTF8.GetString(sink.Messages.Last()));

        // Nothing else does.
        Assert.StartsWith("550 5.7.1", await OutsideMail.Send(process.Smtp, "spam@anywhere.test", path));
        Assert.StartsWith("550 5.1.1", await OutsideMail.Send(process.Smtp, "", path.Replace("far.test=joe", "far.test=jim")));
        Assert.StartsWith("550 5.1.1", await OutsideMail.Send(process.Smtp, "", "SRS0=AAAAAAAA=AA=victim.test=ann@bench.test"));
        Assert.StartsWith("550 5.7.1", await OutsideMail.Send(process.Smtp, "ann@bench.test", "fwd@bench.test", "From: ann@bench.test\r\n\r\npay"));
        Assert.StartsWith("250", await OutsideMail.Send(process.Smtp, "joe@far.test", "fwd@bench.test", "From: ann@bench.test\r\n\r\npay"));
        Assert.True(await process.QueueRunsEmpty());
        Assert.StartsWith("MAIL FROM:<joe@far.test>", sink.Said("MAIL").Last());
        Assert.Equal(before + 2, sink.Messages.Count);
    }

    [Fact]
    public async Task Bounces_find_their_way_after_a_power_cut_and_a_new_secret()
    {
        await using var node = await SendingNode.Start();
        var (process, sink) = (node.Process, node.Sink);
        await process.Alias("fwd@bench.test", "friend@remote.test");
        var mailing = $"bounces+{new string('7', 40)}=reader@mailings.far.test";
        foreach (var sender in new[] { "joe@far.test", mailing }) Assert.StartsWith("250", await OutsideMail.Send(process.Smtp, sender, "fwd@bench.test"));
        Assert.True(await process.QueueRunsEmpty());
        string[] paths = [.. sink.Said("MAIL").Select(OutsideMail.PathOf)];
        Assert.All(paths, path => Assert.InRange(path.IndexOf('@'), 1, 64));

        await process.Kill();
        await process.StartAgain();
        await Return();
        Assert.Equal(0, (await process.Mailctl("forwarding", "rotate")).ExitCode);
        Assert.Equal(2, JsonLines((await process.Mailctl("forwarding", "list", "--json")).Output).Count);
        await Return();
        await process.Kill();
        await process.StartAgain();
        await Return();
        Assert.StartsWith("250", await OutsideMail.Send(process.Smtp, "joe@far.test", "fwd@bench.test"));
        Assert.True(await process.QueueRunsEmpty());
        Assert.DoesNotContain(OutsideMail.PathOf(sink.Said("MAIL").Last()), paths);

        async Task Return()
        {
            foreach (var path in paths) Assert.StartsWith("250", await OutsideMail.Send(process.Smtp, "", path, "From: mailer-daemon@remote.test\r\n\r\nreport"));
            Assert.True(await process.QueueRunsEmpty());
            Assert.Equal(new[] { "joe@far.test", mailing }.Order(), sink.Said("RCPT").TakeLast(2).Select(OutsideMail.PathOf).Order());
        }
    }

    [Fact]
    public async Task Mailctl_shows_forwards_and_the_sender_they_go_out_with()
    {
        await using var node = await SendingNode.Start();
        var process = node.Process;
        var added = await process.Mailctl("alias", "add", "fwd@bench.test", "friend@remote.test", "ann@bench.test");
        Assert.True(added.ExitCode == 0, added.Everything);
        var alias = Assert.Single(JsonLines((await process.Mailctl("alias", "list", "--json")).Output));
        Assert.Equal("""["friend@remote.test","ann@bench.test"]""", alias.GetProperty("targets").GetRawText());
        Assert.Equal("""["friend@remote.test"]""", alias.GetProperty("forwards").GetRawText());

        var test = await process.Mailctl("route", "test", "fwd@bench.test", "--from", "joe@far.test", "--json");
        Assert.True(test.ExitCode == 0, test.Everything);
        var path = Assert.Single(JsonLines(test.Output), step => step.GetProperty("step").GetString() == "sender").GetProperty("result").GetString()!;
        Assert.Matches("^SRS0=.{8}=..=far.test=joe@bench.test$", path);
        Assert.Contains("SRS0=…@bench.test", (await process.Mailctl("route", "test", "fwd@bench.test")).Output);

        var shown = await process.Mailctl("forwarding", "show", path);
        Assert.True(shown.ExitCode == 0 && shown.Output.Contains("joe@far.test", StringComparison.Ordinal), shown.Everything);
        foreach (var wrong in new[] { "SRS0=AAAAAAAA=AA=far.test=joe@bench.test", "ann@bench.test" }) Assert.Equal(1, (await process.Mailctl("forwarding", "show", wrong)).ExitCode);
    }

    /// <summary>A bounce that can't be delivered is dropped, wherever it comes from; it is never told of.</summary>
    [Fact]
    [Trait("acceptance", "LP-04")]
    public async Task Nothing_is_told_of_a_bounce()
    {
        await using var node = await SendingNode.Start();
        var (process, sink) = (node.Process, node.Sink);
        sink.Offers = []; // one by one: no DATA after a refusal
        await process.Alias("fwd@bench.test", "friend@remote.test");
        Assert.StartsWith("250", await OutsideMail.Send(process.Smtp, "joe@far.test", "fwd@bench.test"));
        Assert.True(await process.QueueRunsEmpty());
        var path = OutsideMail.PathOf(Assert.Single(sink.Said("MAIL")));

        sink.On["RCPT"] = _ => sink.Said("RCPT").Last().Contains("reported.test", StringComparison.Ordinal) ? "" : "550 5.1.1 No such user";
        Assert.StartsWith("250", await OutsideMail.Send(process.Smtp, "", "fwd@bench.test", "From: mailer-daemon@far.test\r\n\r\nreport"));
        Assert.StartsWith("250", await OutsideMail.Send(process.Smtp, "", path, "From: mailer-daemon@remote.test\r\n\r\nreport"));
        Assert.True(await process.QueueRunsEmpty());
        Assert.Equal(3, sink.Said("RCPT").Count());
        Assert.Single(sink.Messages);

        // The control: of mail with a sender it is told, once.
        Assert.StartsWith("250", await OutsideMail.Send(process.Smtp, "joe@reported.test", "fwd@bench.test"));
        Assert.True(await process.QueueRunsEmpty());
        Assert.Equal(2, sink.Messages.Count);
        Assert.StartsWith("RCPT TO:<joe@reported.test>", sink.Said("RCPT").Last());
    }

    private static List<JsonElement> JsonLines(string text) =>
        text.TrimStart().StartsWith('[')
            ? [.. JsonSerializer.Deserialize<JsonElement>(text).EnumerateArray()]
            : [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
}

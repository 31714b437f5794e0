using System.Text;
using MailActors.Actors.Tests.Delivery.Remote.Outbound;
using MailActors.Node.Tests.Outbound;
using MailActors.Node.Tests.Running;
using Xunit;

namespace MailActors.Node.Tests.Forwarding;

/// <summary>One address forwards to a second, which forwards to the first.</summary>
[Trait("acceptance", "LP-02")]
public class ForwardLoopTests
{
    [Fact]
    public async Task Between_two_nodes_it_ends_after_one_round_with_one_report()
    {
        await using var world = new Sink();
        Dictionary<string, string> forA = Route([], "*", world.Port), forB = Route([], "*", world.Port);
        await using var a = await NodeProcess.Start(forA, hostName: "mx.a.test");
        await using var b = await NodeProcess.Start(Route(forB, "a.test", a.Smtp), hostName: "mx.b.test");
        await a.Stop();
        Route(forA, "b.test", b.Smtp); // its port is known now
        await a.StartAgain();
        foreach (var (node, domain) in new[] { (a, "a.test"), (b, "b.test") }) Assert.Equal(0, (await node.Mailctl("domain", "add", domain)).ExitCode);
        await a.Alias("a@a.test", "b@b.test");
        await b.Alias("b@b.test", "a@a.test");

        Assert.StartsWith("250", await OutsideMail.Send(a.Smtp, "joe@far.test", "a@a.test"));
        await Quiet(a, b);

        Assert.Equal(["MAIL FROM:<>"], world.Said("MAIL").Select(c => c.Split(' ', 3) is [var verb, var path, ..] ? $"{verb} {path}" : c));
        Assert.Equal("joe@far.test", OutsideMail.PathOf(Assert.Single(world.Said("RCPT"))));
        var report = Encoding.UTF8.GetString(Assert.Single(world.Messages));
        Assert.Contains("Final-Recipient: rfc822; b@b.test", report);
        Assert.Contains("554 5.4.6", report);

        // The control: the same two aliases without the way back deliver, with the trace of both.
        Assert.Equal(0, (await b.Mailctl("alias", "remove", "b@b.test")).ExitCode);
        await b.Alias("b@b.test", "friend@remote.test");
        Assert.StartsWith("250", await OutsideMail.Send(a.Smtp, "joe@far.test", "a@a.test"));
        await Quiet(a, b);
        Assert.Equal(2, world.Messages.Count);
        var copy = Encoding.UTF8.GetString(world.Messages.Last());
        Assert.Contains("Delivered-To: b@b.test\r\n", copy);
        Assert.Contains("Delivered-To: a@a.test\r\n", copy);
        var path = OutsideMail.PathOf(world.Said("MAIL").Last());
        Assert.Matches("^SRS1=.{8}=a.test==.{8}=..=far.test=joe@b.test$", path);

        // A bounce of it goes back over both.
        Assert.StartsWith("250", await OutsideMail.Send(b.Smtp, "", path, "From: mailer-daemon@remote.test\r\n\r\nreport"));
        await Quiet(b, a);
        Assert.Equal("joe@far.test", OutsideMail.PathOf(world.Said("RCPT").Last()));
    }

    /// <summary>Postfix neither rewrites the sender nor adds Delivered-To for such an alias.</summary>
    [RootFact]
    public async Task With_Postfix_it_ends_after_one_round_with_one_report()
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
        await node.AddAccount("ann");
        await node.Alias("round@bench.test", "round@peer.test");

        Assert.StartsWith("250", await OutsideMail.Send(node.Smtp, "carol@peer.test", "round@bench.test", "From: carol@peer.test\r\nSubject: round\r\n\r\nbody"));
        var report = Assert.Single(await postfix.MailOf("carol", 1));
        Assert.Contains("554 5.4.6", report);
        Assert.Contains("Return-Path: <>", report);
        Assert.True(await node.QueueRunsEmpty(), node.Log);
        Assert.Single(await postfix.MailOf("carol", 1));
    }

    private static Dictionary<string, string> Route(Dictionary<string, string> settings, string domain, int port)
    {
        var route = $"MAILACTORS__OUTBOUND__ROUTES__{settings.Count / 4}__";
        (settings[route + "DOMAIN"], settings[route + "VIA"], settings[route + "HOST"], settings[route + "PORT"]) = (domain, "Smtp", "127.0.0.1", $"{port}");
        return settings;
    }

    private static async Task Quiet(params NodeProcess[] nodes)
    {
        // What one has done with may be with the other.
        for (var round = 0; round < 2; round++)
            foreach (var node in nodes) Assert.True(await node.QueueRunsEmpty(60), node.Log);
    }
}

using System.Text.Json;
using MailActors.Actors.Tests.Delivery.Remote.Outbound;
using MailActors.Node.Tests.Clients;
using MailActors.Node.Tests.Running;
using MailActors.Storage.Tests.Dns;
using Xunit;

namespace MailActors.Node.Tests.Outbound;

/// <summary>A node that asks a real name server.</summary>
public class DnsTests
{
    [Fact]
    public async Task What_domain_dns_prints_published_passes_domain_check_and_what_is_missing_is_told()
    {
        await using var node = await NodeProcess.Start(Resolver(1));
        await node.Mailctl("domain", "add", "bench.test");
        await node.Mailctl("dkim", "add", "bench.test", "first", "--algorithm", "ed25519");
        await node.Mailctl("dkim", "activate", "bench.test", "first");
        var records = await Rows(node, "dns", 0);
        Assert.Equal(["MX", "SRV", "TLSA", "TXT"], records.Select(r => r.GetProperty("type").GetString()!).Distinct().Order());

        var zone = string.Join('\n', records.Select(r => $"{r.GetProperty("name")}. {r.GetProperty("type")} {r.GetProperty("value")}"));
        // Another node has other ports, so its SRV records differ.
        await Check(zone, 0, found => Assert.All(found.Where(r => r.GetProperty("type").GetString() != "SRV"), r => Assert.True(r.GetProperty("state").GetString() == "ok", r.ToString())));

        // The control: with nothing published everything is missing.
        await Check("other TXT x", 1, found => Assert.All(found, r => Assert.Equal("missing", r.GetProperty("state").GetString())));

        async Task Check(string published, int exitCode, Action<List<JsonElement>> judge)
        {
            var server = await NameServer.Serve("test", published);
            await using var asking = await NodeProcess.Start(Resolver(server.Port), data: await Copy(node));
            judge(await Rows(asking, "check", exitCode));
            await asking.Kill();
            await server.DisposeAsync();
            Directory.Delete(asking.Data, recursive: true);
        }
    }

    [Fact]
    public async Task Mail_goes_to_the_exchanger_that_DNS_names()
    {
        await using var sink = new Sink();
        var server = await NameServer.Serve("test", "there MX 10 dead.there\nthere MX 20 mx.there\ndead.there A 127.0.0.66\nmx.there A 127.0.0.1\nnull MX 0 .");
        await using var node = await NodeProcess.Start(new(Resolver(server.Port)) { ["MAILACTORS__OUTBOUND__PORT"] = $"{sink.Port}" });
        await node.AddAccount("ann");
        await node.Mailctl("alias", "add", "out@bench.test", "bob@there.test");
        await using (var session = await MailSession.Connect(node.Smtp))
        {
            await session.Reply();
            await session.Say("EHLO client.example.test");
            await session.Say("MAIL FROM:<someone@elsewhere.test>");
            await session.Say("RCPT TO:<out@bench.test>");
            await session.Say("DATA");
            Assert.StartsWith("250", await session.Say("Subject: by MX\r\n\r\nx\r\n."));
        }

        Assert.True(await node.QueueRunsEmpty(), node.Log);
        Assert.Single(sink.Messages);

        await server.DisposeAsync();
    }

    [Fact]
    [Trait("acceptance", "SS-03")]
    [Trait("acceptance", "DN-01")]
    public async Task Mail_that_could_only_come_back_to_us_or_go_nowhere_is_given_back_without_a_connection()
    {
        var statuses = new Dictionary<string, string>
        {
            ["x@inside.test"] = "5.4.6", ["x@own.test"] = "5.4.6", ["x@wide.test"] = "5.4.6", ["x@null.test"] = "5.1.10", ["x@nobody.test"] = "5.1.2",
        };
        await using var sink = new Sink();
        var server = await NameServer.Serve("test", "inside MX 10 local.inside\nlocal.inside A 127.0.0.1\nown MX 10 mail.example\nmail.example A 127.0.0.1\nwide MX 10 any.wide\nany.wide A 0.0.0.0\nnull MX 0 .");
        await using var node = await NodeProcess.Start(new(Resolver(server.Port))
        {
            ["MAILACTORS__OUTBOUND__PORT"] = $"{sink.Port}", ["MAILACTORS__OUTBOUND__DNS__ALLOWLOOPBACK"] = "false",
        });
        var sending = new SendingNode(node, sink, await node.AddAccount("ann"));
        await using (var session = await sending.Submit())
            foreach (var address in statuses.Keys) Assert.StartsWith("250", await sending.Send(session, address));
        await Inbox.WaitFor(node, sending.Account, statuses.Count);

        using var client = await Inbox.LogIn(node, sending.Account);
        await client.Inbox.OpenAsync(MailKit.FolderAccess.ReadOnly);
        var told = new Dictionary<string, string>();
        for (var i = 0; i < statuses.Count; i++)
        {
            var status = Assert.IsType<MimeKit.MessageDeliveryStatus>(Assert.IsType<MimeKit.MultipartReport>((await client.Inbox.GetMessageAsync(i)).Body)[1]);
            told[status.StatusGroups[1]["Final-Recipient"]!.Split(';')[1].Trim()] = status.StatusGroups[1]["Status"]!;
        }

        Assert.Equal(statuses.OrderBy(s => s.Key), told.OrderBy(s => s.Key));
        Assert.Equal(0, sink.Sessions);
        await server.DisposeAsync();
    }

    private static Dictionary<string, string> Resolver(int port) => new()
    {
        ["MAILACTORS__OUTBOUND__DNS__RESOLVERS__0"] = $"127.0.0.1:{port}",
        ["MAILACTORS__OUTBOUND__DNS__TIMEOUT"] = "00:00:01",
        ["MAILACTORS__OUTBOUND__DNS__ALLOWLOOPBACK"] = "true",
    };

    private static async Task<List<JsonElement>> Rows(NodeProcess node, string command, int exitCode) => Read(await node.Mailctl("domain", command, "bench.test", "--json"), exitCode);

    private static List<JsonElement> Read(ProcessRun run, int exitCode)
    {
        Assert.True(run.ExitCode == exitCode, run.Everything);
        using var json = JsonDocument.Parse(run.Output);
        return [.. json.RootElement.EnumerateArray().Select(r => r.Clone())];
    }

    /// <summary>The store of a node that stands still.</summary>
    private static async Task<string> Copy(NodeProcess node)
    {
        if (!node.HasExited) await node.Stop();
        var folder = Directory.CreateTempSubdirectory("mailactors-").FullName;
        foreach (var file in Directory.GetFiles(node.Data)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        return folder;
    }
}

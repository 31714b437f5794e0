using MailActors.Actors.Tests.Delivery.Remote.Outbound;
using MailActors.Node.Tests.Clients;
using MailActors.Node.Tests.Running;
using MailKit;
using MimeKit;
using Xunit;

namespace MailActors.Node.Tests.Outbound.Matrix;

/// <summary>One node and a host for each row; all of them at once.</summary>
public sealed class RemoteMatrixRun : IAsyncLifetime
{
    private readonly List<Sink> _hosts = [.. RemoteTable.Rows.Select(row => row.Host())];

    internal Dictionary<string, RemoteEvidence> Evidence { get; } = [];

    public async Task InitializeAsync()
    {
        const string Patience = "00:00:10";
        var settings = new Dictionary<string, string>
        {
            ["MAILACTORS__QUEUE__FIRSTRETRY"] = "00:00:01", ["MAILACTORS__QUEUE__LONGESTRETRY"] = "00:00:01",
            ["MAILACTORS__QUEUE__NOTICEWAIT"] = "00:00:01", ["MAILACTORS__NOTICES__MAXANHOUR"] = "10000",
        };
        foreach (var stage in new[] { "GREETING", "TLS", "COMMAND", "DATA", "DOT" }) settings[$"MAILACTORS__OUTBOUND__CLIENT__{stage}TIMEOUT"] = Patience;
        for (var i = 0; i < _hosts.Count; i++)
        {
            var (route, how) = ($"MAILACTORS__OUTBOUND__ROUTES__{i}__", RemoteTable.Rows[i].How);
            (settings[route + "DOMAIN"], settings[route + "HOST"], settings[route + "PORT"]) = (Domain(i), "127.0.0.1", $"{_hosts[i].Port}");
            settings[route + "VIA"] = how == "lmtp" ? "Lmtp" : "Smtp";
            if (how == "auth") (settings[route + "USER"], settings[route + "PASSWORD"], settings[route + "TLS"]) = ("user", "secret", "None");
        }

        await using var node = await NodeProcess.Start(SendingNode.Unlimited(settings));
        var ann = await node.AddAccount("ann");
        await using (var session = await new SendingNode(node, _hosts[0], ann).Submit())
            for (var i = 0; i < _hosts.Count; i++) await Send(session, ann, i);

        Assert.True(await node.QueueRunsEmpty(seconds: 180), (await node.Mailctl("queue", "list")).Everything);
        var notices = await Notices(node, ann);
        for (var i = 0; i < _hosts.Count; i++)
        {
            var (domain, host) = (Domain(i), _hosts[i]);
            Evidence[RemoteTable.Rows[i].Name] = new(
                domain, [.. host.Transactions], [.. host.Commands], host.Sessions, [.. notices.Where(n => n.Recipient.EndsWith("@" + domain, StringComparison.Ordinal))]);
        }
    }

    public async Task DisposeAsync() => await Task.WhenAll(_hosts.Select(async host => await host.DisposeAsync()));

    private static string Domain(int row) => $"r{row}.test";

    private static async Task Send(MailSession session, string from, int row)
    {
        Assert.StartsWith("250", await session.Say($"MAIL FROM:<{from}>"));
        for (var i = 0; i < RemoteRow.Recipients; i++) Assert.StartsWith("250", await session.Say($"RCPT TO:<u{i}@{Domain(row)}>"));
        Assert.StartsWith("354", await session.Say("DATA"));
        Assert.StartsWith("250", await session.Say($"Subject: row {row}\r\n\r\nfirst\r\n..dot\r\nlast\r\n."));
    }

    private static async Task<List<RemoteNotice>> Notices(NodeProcess node, string account)
    {
        using var client = await Inbox.LogIn(node, account);
        await client.Inbox.OpenAsync(FolderAccess.ReadOnly);
        var told = new List<RemoteNotice>();
        for (var i = 0; i < client.Inbox.Count; i++)
        {
            var report = Assert.IsType<MultipartReport>((await client.Inbox.GetMessageAsync(i)).Body);
            foreach (var recipient in Assert.IsType<MessageDeliveryStatus>(report[1]).StatusGroups.Skip(1))
            {
                Assert.Equal("failed", recipient["Action"]);
                told.Add(new(i, recipient["Final-Recipient"]!.Split(';')[1].Trim(), recipient["Diagnostic-Code"] ?? ""));
            }
        }

        return told;
    }
}

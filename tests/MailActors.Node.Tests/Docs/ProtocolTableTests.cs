using MailActors.Node.Tests.Acceptance;
using MailActors.Node.Tests.Running;
using Xunit;

namespace MailActors.Node.Tests.Docs;

/// <summary>docs/protocols.md and what a running node says it can do are the same.</summary>
[Collection(nameof(DefaultNode))]
public class ProtocolTableTests(DefaultNode shipped)
{
    private const string Page = "docs/protocols.md";

    private NodeProcess Node => shipped.Node;

    [Fact]
    public async Task Smtp_offers_what_is_documented() => Compare("## SMTP, LMTP, submission", new()
    {
        ["smtp"] = await Hello(Node.Smtp, "EHLO", startTls: false), ["smtp, TLS"] = await Hello(Node.Smtp, "EHLO", startTls: true),
        ["lmtp"] = await Hello(Node.Lmtp, "LHLO", startTls: false), ["lmtp, TLS"] = await Hello(Node.Lmtp, "LHLO", startTls: true),
        ["submission"] = await Hello(Node.Submission, "EHLO", startTls: false), ["submission, TLS"] = await Hello(Node.Submissions, "EHLO", startTls: false),
    });

    [Fact]
    public async Task Submission_offers_the_same_under_either_tls() =>
        Assert.Equal(await Hello(Node.Submission, "EHLO", startTls: true), await Hello(Node.Submissions, "EHLO", startTls: false));

    [Fact]
    public async Task Imap_offers_what_is_documented()
    {
        var account = await shipped.NewAccount();
        Compare("## IMAP", new()
        {
            ["in the clear"] = await Capability(Node.Imap, null), ["TLS"] = await Capability(Node.Imaps, null), ["logged in"] = await Capability(Node.Imaps, account),
        });
    }

    [Fact]
    public async Task Pop3_offers_what_is_documented() =>
        Compare("## POP3", new() { ["in the clear"] = await Capa(Node.Pop3), ["TLS"] = await Capa(Node.Pop3s) });

    private static void Compare(string heading, Dictionary<string, SortedSet<string>> offered)
    {
        var table = DocPages.Table(Page, heading);
        Assert.Equal(table[0][2..].Order(StringComparer.Ordinal), offered.Keys.Order(StringComparer.Ordinal));
        for (var column = 2; column < table[0].Length; column++)
            Assert.Equal(table.Skip(1).Where(row => row[column] == "yes").Select(row => row[0]).Order(StringComparer.Ordinal), offered[table[0][column]]);
    }

    private async Task<SortedSet<string>> Hello(int port, string verb, bool startTls)
    {
        await using var session = await MailSession.Connect(port, tls: port == Node.Submissions);
        await session.Line();
        if (startTls)
        {
            await session.Say($"{verb} client.example.test");
            Assert.StartsWith("220", await session.Say("STARTTLS"));
            await session.StartTls();
        }

        await session.Send($"{verb} client.example.test\r\n");
        var lines = await session.Until("250 ");
        return Words(lines.Skip(1).Select(line => line[4..]));
    }

    private async Task<SortedSet<string>> Capability(int port, string? account)
    {
        await using var session = await MailSession.Connect(port, tls: port == Node.Imaps, source: "127.0.9.1"); // others guess from 127.0.0.1
        await session.Line();
        if (account is not null) await session.Imap("l", $"LOGIN {account} secret");
        var line = (await session.Imap("c", "CAPABILITY"))[0];
        return new(line.Split(' ')[2..].Select(word => word.StartsWith("APPENDLIMIT=", StringComparison.Ordinal) ? "APPENDLIMIT" : word), StringComparer.Ordinal);
    }

    private async Task<SortedSet<string>> Capa(int port)
    {
        await using var session = await MailSession.Connect(port, tls: port == Node.Pop3s);
        await session.Line();
        await session.Send("CAPA\r\n");
        return Words((await session.Until("."))[1..^1]);
    }

    private static SortedSet<string> Words(IEnumerable<string> lines) => new(lines.Select(line => line.Split(' ')[0]), StringComparer.Ordinal);
}

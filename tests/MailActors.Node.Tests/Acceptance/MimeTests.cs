using System.Security.Cryptography;
using System.Text;
using MailActors.Node.Tests.Clients;
using MailActors.Node.Tests.Running;
using MailActors.Protocol.Tests.Mime;
using MailKit;
using Xunit;
using Xunit.Abstractions;

namespace MailActors.Node.Tests.Acceptance;

/// <summary>Messages the whole way: in by SMTP, through queue and mailbox, out by IMAP.</summary>
[Collection(nameof(HostileNode))]
public class MimeTests(HostileNode hostile, ITestOutputHelper output)
{
    private NodeProcess Node => hostile.Node;

    [Fact]
    [Trait("acceptance", "MI-07")]
    public async Task Every_message_comes_out_octet_for_octet_behind_the_fields_we_add()
    {
        var messages = HostileNode.Long ? 10_000 : MessageCorpus.Count;
        var account = await hostile.NewAccount();
        await using (var session = await Greet())
        {
            for (var i = 0; i < messages; i++) await Deliver(session, account, $"m{i}", MessageCorpus.Message(i));
        }

        await Inbox.WaitFor(Node, account, messages);
        var seen = new HashSet<int>();
        using var client = await Inbox.LogIn(Node, account);
        await client.Inbox.OpenAsync(FolderAccess.ReadOnly);
        for (var i = 0; i < messages; i++)
        {
            using var stream = await client.Inbox.GetStreamAsync(i);
            using var all = new MemoryStream();
            await stream.CopyToAsync(all);
            var (number, message) = BehindOurFields(all.ToArray());
            Assert.True(seen.Add(number), $"message {number} came twice");
            if (!StartsWithHeader(MessageCorpus.Message(number)) && message is [(byte)'\r', (byte)'\n', ..]) message = message[2..];
            Assert.True(Hash(MessageCorpus.Message(number)) == Hash(message), $"message {number} was changed:\n{Encoding.Latin1.GetString(all.ToArray())}");

            // The control: one octet would be noticed.
            message[message.Length / 2] ^= 1;
            Assert.NotEqual(Hash(MessageCorpus.Message(number)), Hash(message));
        }
    }

    [Theory]
    [InlineData("nested multiparts, 100000 deep")]
    [InlineData("nested multiparts of one boundary")]
    [InlineData("nested messages")]
    [Trait("acceptance", "MI-01")]
    public async Task What_is_nested_too_deep_is_stored_shown_and_searched_and_the_node_lives(string name)
    {
        var account = await hostile.NewAccount();
        var message = Hostile.Generators[name](100_000);
        await using (var session = await Greet()) await Deliver(session, account, "deep", message);
        await Inbox.WaitFor(Node, account, 1);

        await using var reader = await hostile.Select(account);
        var structure = string.Concat(await reader.Imap("b", "FETCH 1 (BODYSTRUCTURE ENVELOPE RFC822.SIZE)", seconds: 60));
        Assert.Contains("b OK", structure);
        Assert.InRange(Depth(structure), 20, 400);
        foreach (var command in new[] { "SEARCH BODY \"needle in no part\"", "SEARCH TEXT deep", "SEARCH HEADER X-None x", $"FETCH 1 BODY.PEEK[{string.Join('.', Enumerable.Repeat("1", 90))}]<0.10>",
            $"FETCH 1 BODY.PEEK[{string.Join('.', Enumerable.Repeat("1", 400))}.MIME]<0.10>" })
            Assert.Matches("^(c OK|c NO|c BAD)", (await reader.Imap("c", command, seconds: 60))[^1]);

        output.WriteLine($"{message.Length >> 20} MB, structure of {structure.Length} octets");
        using var client = await Inbox.LogIn(Node, account);
        await client.Inbox.OpenAsync(FolderAccess.ReadOnly);
        using var stream = await client.Inbox.GetStreamAsync(0);
        using var all = new MemoryStream();
        await stream.CopyToAsync(all);
        Assert.Equal(Hash(message), Hash(BehindOurFields(all.ToArray()).Message));
    }

    private async Task<MailSession> Greet()
    {
        var session = await MailSession.Connect(Node.Smtp);
        await session.Reply();
        await session.Say("EHLO client.example.test");
        return session;
    }

    private static async Task Deliver(MailSession session, string account, string sender, byte[] message)
    {
        Assert.StartsWith("250", await session.Say($"MAIL FROM:<{sender}@elsewhere.test> BODY=8BITMIME"));
        Assert.StartsWith("250", await session.Say($"RCPT TO:<{account}>"));
        await session.Send($"BDAT {message.Length} LAST\r\n");
        await session.Send(message);
        Assert.StartsWith("250", await session.Reply());
    }

    /// <summary>The number in the sender's address, and what came in: Return-Path, Delivered-To and Received stand before it.</summary>
    private static (int Number, byte[] Message) BehindOurFields(byte[] stored)
    {
        var text = Encoding.Latin1.GetString(stored);
        Assert.StartsWith("Return-Path: <", text);
        var sender = text["Return-Path: <".Length..text.IndexOf('@')];
        var received = text.IndexOf("\r\nReceived: ", StringComparison.Ordinal) + 2;
        var end = text.IndexOf("\r\n", received, StringComparison.Ordinal) + 2;
        while (text[end] == '\t') end = text.IndexOf("\r\n", end, StringComparison.Ordinal) + 2;
        return (int.TryParse(sender[1..], out var number) ? number : -1, stored[end..]);
    }

    /// <summary>With a field or the empty line of no header. What starts otherwise is all body: an empty line of ours parts it from our fields.</summary>
    private static bool StartsWithHeader(byte[] message)
    {
        if (message.AsSpan().StartsWith("\r\n"u8)) return true;
        var name = message.AsSpan(0, Math.Max(message.AsSpan().IndexOf((byte)':'), 0)).TrimEnd(" \t"u8);
        return name.Length > 0 && name.IndexOfAnyExceptInRange((byte)'!', (byte)'~') < 0;
    }

    private static string Hash(byte[] octets) => Convert.ToHexString(SHA256.HashData(octets));

    private static int Depth(string structure)
    {
        var (depth, deepest) = (0, 0);
        foreach (var c in structure)
        {
            if (c == '(') deepest = Math.Max(deepest, ++depth);
            if (c == ')') depth--;
        }

        return deepest;
    }
}

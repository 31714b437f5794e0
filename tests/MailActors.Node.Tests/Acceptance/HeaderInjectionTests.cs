using MailActors.Node.Tests.Clients;
using MailActors.Node.Tests.Running;
using Xunit;

namespace MailActors.Node.Tests.Acceptance;

/// <summary>What clients say becomes header fields: names of hosts, senders, recipients, tags. No value may become a field of its own.</summary>
[Collection(nameof(HostileNode))]
public class HeaderInjectionTests(HostileNode hostile)
{
    private const string Field = "X-Injected: yes";

    private static readonly string[] Ends = ["\r", "\n", "\0", "\\r\\n", "%0d%0a", "=0D=0A", "&#13;&#10;", "+0D+0A", "\u0085", "\u2028", "\r\n"];

    [Fact]
    [Trait("acceptance", "HD-01")]
    public async Task No_value_becomes_a_field_of_its_own()
    {
        var account = await hostile.NewAccount();
        var user = account.Split('@');
        var accepted = 0;
        foreach (var end in Ends)
        {
            accepted += await Send(account, $"me{end}{Field}", "a@elsewhere.test", account);
            accepted += await Send(account, "me", $"a{end}{Field}@elsewhere.test", account);
            accepted += await Send(account, "me", $"\"a{end}{Field}\"@elsewhere.test", account);
            accepted += await Send(account, "me", $"a@elsewhere{end}{Field}", account);
            accepted += await Send(account, "me", "a@elsewhere.test", $"{user[0]}+tag{end}{Field}@{user[1]}");
            accepted += await Send(account, "me", "a@elsewhere.test", $"\"{user[0]}+tag{end}{Field}\"@{user[1]}");
            accepted += await Send(account, "me", "a@elsewhere.test> RET=HDRS ENVID=x" + end + Field, account, closed: true);
        }

        // The control: one that is honest is taken, and read with the same eyes.
        accepted += await Send(account, "me", "a@elsewhere.test", $"{user[0]}+tag@{user[1]}");
        Assert.InRange(accepted, 1, Ends.Length * 7 + 1);
        await Inbox.WaitFor(hostile.Node, account, accepted);
        using var client = await Inbox.LogIn(hostile.Node, account);
        await client.Inbox.OpenAsync(MailKit.FolderAccess.ReadOnly);
        for (var i = 0; i < client.Inbox.Count; i++)
        {
            var message = await client.Inbox.GetMessageAsync(i);
            Assert.Equal(["Return-Path", "Delivered-To", "Received", "Subject"], message.Headers.Select(header => header.Field));
            Assert.Equal("body", message.TextBody?.Trim());
        }
    }

    /// <summary>1 when the message was taken.</summary>
    private async Task<int> Send(string account, string name, string from, string to, bool closed = false)
    {
        await using var client = await MailSession.Connect(hostile.Node.Lmtp);
        await client.Line();
        try
        {
            await client.Send($"LHLO {name}\r\n");
            if (!(await client.Reply()).StartsWith("250", StringComparison.Ordinal)) await client.Say("LHLO me");
            await client.Send($"RSET\r\n");
            for (var line = await client.Line(2); line?.StartsWith("250 2.0.0 Ok", StringComparison.Ordinal) == false; line = await client.Line(2))
            {
                // Answers to what stood behind a line end of the name.
            }

            if (!(await client.Say($"MAIL FROM:<{from}{(closed ? "" : ">")}")).StartsWith("250", StringComparison.Ordinal)) return 0;
            if (!(await client.Say($"RCPT TO:<{to}>")).StartsWith("250", StringComparison.Ordinal)) return 0;
            if (!(await client.Say("DATA")).StartsWith("354", StringComparison.Ordinal)) return 0;
            return (await client.Say("Subject: x\r\n\r\nbody\r\n.")).StartsWith("250", StringComparison.Ordinal) ? 1 : 0;
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
    }
}

using MailActors.Node.Tests.Acceptance;
using Xunit;

namespace MailActors.Node.Tests.Running;

/// <summary>What is open when it is removed.</summary>
[Collection(nameof(HostileNode))]
public class RemovalTests(HostileNode hostile)
{
    private NodeProcess Node => hostile.Node;

    [Fact]
    public async Task Removing_an_account_ends_its_sessions_and_a_new_one_of_the_name_begins_empty()
    {
        var account = await hostile.NewAccount();
        await hostile.Deliver(account, 2);
        await using var idle = await hostile.Select(account);
        await idle.Send("i IDLE\r\n");
        await idle.Until("+ ");
        await using var waiting = await hostile.LogIn(account);
        await using var other = await hostile.LogIn(await hostile.NewAccount());

        var removed = await Node.Mailctl("account", "remove", account);
        Assert.True(removed.ExitCode == 0, removed.Everything);
        Assert.StartsWith("* BYE", (await idle.Rest())[^1]);
        Assert.StartsWith("* BYE", (await waiting.Rest())[^1]);
        Assert.StartsWith("n OK", (await other.Imap("n", "NOOP"))[^1]);
        await using var late = await MailSession.Connect(Node.Imap);
        await late.Line();
        Assert.StartsWith("l NO [AUTHENTICATIONFAILED]", (await late.Imap("l", $"LOGIN {account} secret"))[^1]);
        await using var sender = await MailSession.Connect(Node.Smtp);
        await sender.Line();
        await sender.Say("EHLO me");
        await sender.Say("MAIL FROM:<>");
        Assert.StartsWith("550 5.1.1", await sender.Say($"RCPT TO:<{account}>"));

        var made = await Node.MailctlWith("secret\n", "account", "add", account, "--password-stdin");
        Assert.True(made.ExitCode == 0, made.Everything);
        await using var again = await hostile.LogIn(account);
        Assert.Contains("* STATUS INBOX (MESSAGES 0)", await again.Imap("s", "STATUS INBOX (MESSAGES)"));
        Assert.StartsWith("250", await sender.Say($"RCPT TO:<{account}>"));
    }

    [Fact]
    public async Task Deleting_a_folder_ends_the_session_that_has_it_selected_and_no_other()
    {
        var account = await hostile.NewAccount();
        await using var one = await hostile.LogIn(account);
        await one.Imap("c", "CREATE work");
        await using var two = await hostile.LogIn(account);
        Assert.StartsWith("s OK", (await two.Imap("s", "SELECT work"))[^1]);
        await using var three = await hostile.Select(account);

        Assert.StartsWith("d OK", (await one.Imap("d", "DELETE work"))[^1]);
        Assert.StartsWith("* BYE", (await two.Rest())[^1]);
        Assert.StartsWith("n OK", (await three.Imap("n", "NOOP"))[^1]);
        Assert.StartsWith("s NO [NONEXISTENT]", (await one.Imap("s", "SELECT work"))[^1]);
    }
}

using MailActors.Node.Tests.Running;
using Xunit;

namespace MailActors.Node.Tests.Acceptance;

/// <summary>Passwords in the clear: never as shipped, in IMAP where the operator says so.</summary>
[Collection(nameof(DefaultNode))]
public class PlaintextLoginTests(DefaultNode shipped)
{
    [Fact]
    [Trait("acceptance", "TL-05")]
    public async Task As_shipped_no_password_is_taken_in_the_clear()
    {
        var account = await shipped.NewAccount();
        await using var imap = await MailSession.Connect(shipped.Node.Imap);
        var greeting = await imap.Line();
        Assert.Contains("LOGINDISABLED", greeting);
        Assert.DoesNotContain("AUTH=", greeting);
        Assert.StartsWith("a NO [PRIVACYREQUIRED]", (await imap.Imap("a", $"LOGIN {account} canary-in-the-clear"))[^1]);
        Assert.StartsWith("b NO [PRIVACYREQUIRED]", (await imap.Imap("b", "AUTHENTICATE PLAIN " + LoginTry.Plain($"\0{account}\0canary-in-the-clear")))[^1]);

        await using var pop3 = await MailSession.Connect(shipped.Node.Pop3);
        await pop3.Line();
        await pop3.Send($"USER {account}\r\n");
        Assert.StartsWith("-ERR", await pop3.Line());

        await using var submission = await MailSession.Connect(shipped.Node.Submission);
        await submission.Line();
        await submission.Say("EHLO me");
        Assert.StartsWith("538 5.7.11", await submission.Say("AUTH PLAIN " + LoginTry.Plain($"\0{account}\0canary-in-the-clear")));
        Assert.DoesNotContain("canary", shipped.Node.Log);
    }
}

/// <summary>On the node that has <c>Imap:PlaintextLogin</c> set.</summary>
[Collection(nameof(HostileNode))]
public class PlaintextLoginSetTests(HostileNode hostile)
{
    [Fact]
    public async Task Where_it_is_set_imap_offers_and_takes_passwords_in_the_clear_and_no_other_protocol_does()
    {
        var account = await hostile.NewAccount();
        await using var imap = await MailSession.Connect(hostile.Node.Imap);
        var greeting = await imap.Line();
        Assert.Contains("AUTH=PLAIN", greeting);
        Assert.Contains("STARTTLS", greeting);
        Assert.DoesNotContain("LOGINDISABLED", greeting);
        Assert.DoesNotContain("-PLUS", greeting); // there is no channel to bind to
        Assert.StartsWith("a NO [AUTHENTICATIONFAILED]", (await imap.Imap("a", $"LOGIN {account} wrong"))[^1]);
        Assert.StartsWith("b OK", (await imap.Imap("b", "AUTHENTICATE PLAIN " + LoginTry.Plain($"\0{account}\0secret")))[^1]);

        await using var pop3 = await MailSession.Connect(hostile.Node.Pop3);
        await pop3.Line();
        await pop3.Send($"USER {account}\r\n");
        Assert.StartsWith("-ERR", await pop3.Line());
    }
}

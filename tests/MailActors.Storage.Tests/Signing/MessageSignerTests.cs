using System.Text;
using MailActors.Domain.Queue;
using MailActors.Protocol.Dkim;
using static MailActors.Storage.Tests.Signing.Dkimpy;

namespace MailActors.Storage.Tests.Signing;

public sealed class MessageSignerTests
{
    private const string Letter =
        "Received: from here\r\nFrom: Ann <ann@example.test>\r\nTo: bob@elsewhere.example,\r\n\tcarol@elsewhere.example\r\nSubject:  Two \t spaces  \r\n and a fold\r\n" +
        "Date: Tue, 14 Nov 2023 22:13:20 +0000\r\nMessage-ID: <1@example.test>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" +
        "Hello,  Bob. \r\n\r\n.a dot\r\n\u00fcml\u00e4ut \t \r\n\r\n\r\n";

    [Fact]
    public async Task A_verifier_nobody_here_wrote_accepts_both_signatures()
    {
        await using var given = await SigningDirectory.Create();
        await given.Active(DkimAlgorithm.RsaSha256);
        await given.Active(DkimAlgorithm.Ed25519Sha256);

        var signed = await given.Sign(Bytes(Letter));

        Assert.Equal(["pass pass"], Verdicts(given.Keys.List(null), signed));
    }

    [Theory]
    [MemberData(nameof(OddMessages))]
    public async Task Odd_messages_verify_too(string message)
    {
        await using var given = await SigningDirectory.Create();
        await given.Active(DkimAlgorithm.RsaSha256);
        await given.Active(DkimAlgorithm.Ed25519Sha256);

        Assert.Equal(["pass pass"], Verdicts(given.Keys.List(null), await given.Sign(Bytes(message))));
    }

    public static TheoryData<string> OddMessages => new(
        "From: ann@example.test\r\n\r\n",
        "From: ann@example.test\r\n\r\nno newline at the end",
        "From: ann@example.test\r\n\r\n\r\n\r\n",
        "from: (a comment) \"A, nn\" <ann@example.test>\r\nSubject:\r\n\r\n x\r\n",
        "From: ann@example.test\r\nTo: a@b.example\r\nTo: c@d.example\r\nTo: e@f.example\r\nList-Unsubscribe: <mailto:u@example.test>\r\n\r\nx\r\n",
        "From: ann@example.test\r\nSubject: " + string.Join("\r\n ", Enumerable.Repeat("long", 3000)) + "\r\n\r\n" + new string('x', 200_000) + "\r\n",
        "From: ann@example.test\r\nReferences: " + string.Join("\r\n\t", Enumerable.Range(0, 300).Select(i => $"<{i}@example.test>")) + "\r\n\r\nx\r\n");

    /// <summary>The control: each change must break both signatures.</summary>
    [Theory]
    [InlineData("Hello", "Hallo")]
    [InlineData("From: Ann", "From: Eve")]
    [InlineData("Subject:", "Subject: not")]
    [InlineData("MIME-Version", "From: eve@elsewhere.example\r\nMIME-Version")]
    [InlineData("Received:", "From: eve@elsewhere.example\r\nReceived:")]
    [InlineData("MIME-Version", "Subject: free money\r\nMIME-Version")]
    [InlineData("Received:", "Subject: free money\r\nReceived:")]
    [InlineData("MIME-Version", "Reply-To: eve@elsewhere.example\r\nMIME-Version")]
    [InlineData("\u00fcml\u00e4ut", "umlaut")]
    [InlineData("\r\n\r\n\r\n\u0000", "appended\r\n")]
    [Trait("acceptance", "DK-04")]
    [Trait("acceptance", "DK-01")]
    public async Task What_is_changed_or_added_later_breaks_the_signatures(string before, string after)
    {
        await using var given = await SigningDirectory.Create();
        await given.Active(DkimAlgorithm.RsaSha256);
        await given.Active(DkimAlgorithm.Ed25519Sha256);
        var signed = Encoding.UTF8.GetString(await given.Sign(Bytes(Letter))) + "\u0000";
        var at = signed.LastIndexOf("\n" + before, StringComparison.Ordinal) is var line and >= 0 ? line + 1 : signed.IndexOf(before, StringComparison.Ordinal);
        Assert.True(at >= 0, "The message has no such text.");

        var changed = string.Concat(signed.AsSpan(0, at), after, signed.AsSpan(at + before.Length)).Replace("\u0000", "", StringComparison.Ordinal);

        Assert.DoesNotContain("pass", Assert.Single(Verdicts(given.Keys.List(null), Bytes(changed))), StringComparison.Ordinal);
        Assert.DoesNotContain("l=", changed.Split("\r\n\r\n")[0].Split(';').Select(tag => tag.Trim()[..Math.Min(2, tag.Trim().Length)]));
    }

    [Fact]
    [Trait("acceptance", "RL-04")]
    public async Task Mail_that_only_passes_through_is_never_signed()
    {
        await using var given = await SigningDirectory.Create();
        await given.Active(DkimAlgorithm.RsaSha256);

        Assert.Equal(Bytes(Letter), await given.Sign(Bytes(Letter), MailOrigin.Relayed));
        Assert.NotEqual(Bytes(Letter), await given.Sign(Bytes(Letter), MailOrigin.Notice));
    }

    [Theory]
    [InlineData("From: ann@other.test\r\n\r\nx\r\n")]
    [InlineData("From: ann@sub.example.test\r\n\r\nx\r\n")]
    [InlineData("From: ann@example.test\r\nFrom: bob@other.test\r\n\r\nx\r\n")]
    [InlineData("Subject: nobody wrote this\r\n\r\nFrom: ann@example.test\r\n")]
    [InlineData("")]
    public async Task Mail_of_another_domain_or_of_doubtful_authors_is_not_signed(string message)
    {
        await using var given = await SigningDirectory.Create();
        await given.Active(DkimAlgorithm.RsaSha256);

        Assert.Equal(Bytes(message), await given.Sign(Bytes(message)));
    }

    [Fact]
    public async Task A_rotation_leaves_what_was_signed_before_verifiable()
    {
        await using var given = await SigningDirectory.Create();
        await given.Active(DkimAlgorithm.RsaSha256, "old");
        var before = await given.Sign(Bytes(Letter));

        await given.Active(DkimAlgorithm.RsaSha256, "new");
        var after = await given.Sign(Bytes(Letter));

        Assert.Contains(" s=new;", Encoding.UTF8.GetString(after), StringComparison.Ordinal);
        Assert.DoesNotContain(" s=old;", Encoding.UTF8.GetString(after), StringComparison.Ordinal);
        Assert.Equal(["pass", "pass"], Verdicts(given.Keys.List(null), before, after));
        Assert.NotEqual(["pass"], Verdicts(given.Keys.List(null).Where(key => key.Selector != "old"), before));
    }
}

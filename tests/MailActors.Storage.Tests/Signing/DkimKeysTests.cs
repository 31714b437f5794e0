using MailActors.Domain.Signing;
using MailActors.Protocol.Dkim;

namespace MailActors.Storage.Tests.Signing;

public sealed class DkimKeysTests
{
    [Fact]
    public async Task Keys_and_their_states_survive_a_restart_and_still_sign()
    {
        await using var given = await SigningDirectory.Create();
        await given.Active(DkimAlgorithm.RsaSha256);
        await given.Active(DkimAlgorithm.Ed25519Sha256);
        await given.Keys.Add("EXAMPLE.test", "next", DkimAlgorithm.Ed25519Sha256, default);
        var before = given.Keys.List("example.test");

        await given.Reopen();

        Assert.Equal(["r202311 Active", "e202311 Active", "next Pending"], before.OrderBy(k => k.State == DkimKeyState.Pending).ThenBy(k => k.Algorithm).Select(k => $"{k.Selector} {k.State}"));
        Assert.Equal(before.Select(Shown), given.Keys.List(null).Select(Shown));
    }

    [Fact]
    public async Task A_new_key_retires_only_the_one_of_its_algorithm()
    {
        await using var given = await SigningDirectory.Create();
        await given.Active(DkimAlgorithm.RsaSha256, "a");
        await given.Active(DkimAlgorithm.Ed25519Sha256, "b");
        await given.Active(DkimAlgorithm.RsaSha256, "c");

        Assert.Equal(["a Retired", "b Active", "c Active"], given.Keys.List(null).OrderBy(k => k.Selector).Select(k => $"{k.Selector} {k.State}"));
    }

    [Fact]
    public async Task Selectors_made_here_are_never_the_same()
    {
        await using var given = await SigningDirectory.Create();
        for (var i = 0; i < 3; i++) await given.Keys.Add("example.test", null, DkimAlgorithm.Ed25519Sha256, default);

        Assert.Equal(["e202311", "e202311-2", "e202311-3"], given.Keys.List(null).Select(k => k.Selector).Order());
    }

    [Theory]
    [InlineData("other.test", "s", DkimRejection.NoSuchDomain)]
    [InlineData("not a domain", "s", DkimRejection.NoSuchDomain)]
    [InlineData("example.test", "", DkimRejection.InvalidSelector)]
    [InlineData("example.test", "a b", DkimRejection.InvalidSelector)]
    [InlineData("example.test", "a;b", DkimRejection.InvalidSelector)]
    [InlineData("example.test", "\u00e9", DkimRejection.InvalidSelector)]
    [InlineData("example.test", "a\r\nb", DkimRejection.InvalidSelector)]
    [InlineData("example.test", "TAKEN", DkimRejection.SelectorTaken)]
    public async Task A_bad_domain_or_selector_is_refused(string domain, string selector, DkimRejection reason)
    {
        await using var given = await SigningDirectory.Create();
        await given.Keys.Add("example.test", "taken", DkimAlgorithm.Ed25519Sha256, default);

        Assert.Equal(reason, (await given.Keys.Add(domain, selector, DkimAlgorithm.Ed25519Sha256, default)).Reason);
        Assert.Single(given.Keys.List(null));
    }

    [Fact]
    public async Task A_removed_key_is_gone_and_one_that_never_was_is_refused()
    {
        await using var given = await SigningDirectory.Create();
        await given.Active(DkimAlgorithm.Ed25519Sha256, "a");

        Assert.Equal("a", (await given.Keys.Remove("example.test", "a", default)).Key!.Selector);
        Assert.Equal(DkimRejection.NoSuchKey, (await given.Keys.Remove("example.test", "a", default)).Reason);
        Assert.Equal(DkimRejection.NoSuchKey, (await given.Keys.Activate("example.test", "a", default)).Reason);
        Assert.Equal("From: ann@example.test\r\n\r\n"u8.ToArray(), await given.Sign("From: ann@example.test\r\n\r\n"u8.ToArray()));
    }

    [Fact]
    public async Task The_keys_of_a_removed_domain_do_not_come_back_with_it()
    {
        await using var given = await SigningDirectory.Create();
        await given.Active(DkimAlgorithm.Ed25519Sha256, "a");
        await given.Directory.Admin.RemoveDomain("example.test", default);
        Assert.Empty(given.Keys.List(null));
        await given.Directory.Admin.AddDomain("example.test", 0, null, default);
        Assert.Empty(given.Keys.List(null));
        await given.Reopen();
        Assert.Empty(given.Keys.List(null));
    }

    private static string Shown(DkimKey key) => $"{key.RecordName} {key.RecordValue} {key.State} {key.Created}";
}

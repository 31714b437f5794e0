using MailActors.Domain;
using MailActors.Domain.Directory;
using static MailActors.Storage.Tests.Accounts.TestDirectory;

namespace MailActors.Storage.Tests.Accounts;

public sealed class ResolveTests
{
    [Theory]
    [InlineData("tim@example.test", "tim@example.test")]
    [InlineData("TIM@EXAMPLE.test", "tim@example.test")]
    [InlineData("tim+lists@example.test", "tim@example.test[lists]")]
    [InlineData("tim+a+b@example.test", "tim@example.test[a+b]")]
    [InlineData("tim+@example.test", "tim@example.test")]
    [InlineData("nobody@example.test", "NotFound")]
    [InlineData("+tim@example.test", "NotFound")]
    [InlineData("tim@elsewhere.test", "Foreign")]
    public async Task An_address_leads_where_it_should(string address, string route)
    {
        await using var directory = await Create();
        await directory.Add("tim@example.test");
        Assert.Equal(route, await directory.Route(address));
    }

    [Fact]
    public async Task Aliases_lead_to_several_accounts_and_to_other_hosts()
    {
        await using var directory = await Create();
        await directory.Add("tim@example.test");
        await directory.Add("ann@example.test");
        Value(await directory.Alias("inner@example.test", "ann@example.test", "tim@example.test"));
        Value(await directory.Alias("all@example.test", "tim@example.test", "inner@example.test", "far@elsewhere.test"));
        Assert.Equal("tim@example.test remote:far@elsewhere.test ann@example.test", await directory.Route("all@example.test"));
        Assert.Equal("tim@example.test[x] remote:far@elsewhere.test ann@example.test[x]", await directory.Route("all+x@example.test"));
    }

    [Fact]
    public async Task The_catch_all_comes_last()
    {
        await using var directory = await Create();
        Value(await directory.Admin.AddDomain("caught.test", 0, "tim@example.test", default));
        await directory.Add("tim@example.test");
        await directory.Add("ann@caught.test");
        Assert.Equal("ann@caught.test", await directory.Route("ann@caught.test"));
        Assert.Equal("tim@example.test", await directory.Route("whoever@caught.test"));
    }

    /// <summary>RFC 5321 §4.5.1: mail for the postmaster of each domain must be taken.</summary>
    [Fact]
    public async Task A_postmaster_nobody_named_is_the_first_account()
    {
        await using var directory = await Create();
        Value(await directory.Admin.AddDomain("caught.test", 0, "ann@example.test", default));
        Value(await directory.Admin.AddDomain("other.test", 0, null, default));
        Assert.Equal("NotFound", await directory.Route("postmaster@example.test"));
        await directory.Add("tim@example.test");
        await directory.Add("ann@example.test");
        await directory.Add("eve@other.test");
        Assert.Equal("tim@example.test", await directory.Route("Postmaster@example.test"));
        Assert.Equal("tim@example.test", await directory.Route("postmaster@other.test"));
        Assert.Equal("ann@example.test", await directory.Route("postmaster@caught.test"));
        Assert.Equal("NotFound", await directory.Route("hostmaster@other.test"));

        Value(await directory.Admin.SetDisabled(Address("tim@example.test"), true, default));
        Assert.Equal("ann@example.test", await directory.Route("postmaster@other.test"));
        Value(await directory.Admin.SetDisabled(Address("tim@example.test"), false, default));
        Assert.Equal("tim@example.test", await directory.Route("postmaster@other.test"));
        Value(await directory.Alias("postmaster@other.test", "eve@other.test"));
        Assert.Equal("eve@other.test", await directory.Route("postmaster@other.test"));
    }

    [Fact]
    public async Task A_disabled_account_takes_no_mail_until_it_is_enabled()
    {
        await using var directory = await Create();
        await directory.Add("tim@example.test");
        Value(await directory.Admin.SetDisabled(Address("tim@example.test"), true, default));
        Assert.Equal("Disabled", await directory.Route("tim@example.test"));
        Value(await directory.Admin.SetDisabled(Address("tim@example.test"), false, default));
        Assert.Equal("tim@example.test", await directory.Route("tim@example.test"));
    }

    [Fact]
    [Trait("acceptance", "LP-07")]
    public async Task An_alias_that_would_close_a_circle_is_refused()
    {
        await using var directory = await Create();
        Value(await directory.Alias("a@example.test", "b@example.test"));
        Value(await directory.Alias("b@example.test", "c@example.test"));
        Assert.Equal(DirectoryRejection.AliasLoop, (await directory.Alias("c@example.test", "a@example.test")).Reason);
        Assert.Equal(DirectoryRejection.AliasLoop, (await directory.Alias("d@example.test", "d@example.test")).Reason);
        Assert.Equal("NotFound", await directory.Route("a@example.test"));
    }

    [Fact]
    [Trait("acceptance", "LP-07")]
    public async Task Twenty_levels_are_followed_and_twenty_one_are_a_loop()
    {
        await using var directory = await Create();
        await directory.Add("l0@example.test");
        for (var level = 1; level <= 20; level++) Value(await directory.Alias($"l{level}@example.test", $"l{level - 1}@example.test"));
        Assert.Equal("l0@example.test", await directory.Route("l20@example.test"));
        Assert.Equal(DirectoryRejection.AliasLoop, (await directory.Alias("l21@example.test", "l20@example.test")).Reason);
    }

    [Fact]
    [Trait("acceptance", "LP-07")]
    public async Task A_thousand_addresses_are_followed_and_more_are_a_loop()
    {
        await using var directory = await Create();
        var many = Enumerable.Range(0, 600).Select(i => $"u{i}@elsewhere.test").ToArray();
        var more = Enumerable.Range(600, 398).Select(i => $"u{i}@elsewhere.test").ToArray();
        Value(await directory.Alias("many@example.test", many));
        Value(await directory.Alias("more@example.test", more));
        Value(await directory.Alias("all@example.test", "many@example.test", "more@example.test"));
        Assert.Equal(998, (await directory.Route("all@example.test")).Split(' ').Length);
        Assert.Equal(DirectoryRejection.AliasLoop, (await directory.Alias("over@example.test", "all@example.test", "x@elsewhere.test")).Reason);
        Assert.Equal(DirectoryRejection.TooManyTargets, (await directory.Alias("wide@example.test", [.. many, .. more, "y@a.test", "y@b.test", "y@c.test"])).Reason);
    }

    /// <summary>The address that names another host's: by it a loop is known, whichever way the mail came to it.</summary>
    [Theory]
    [InlineData("out@example.test", "out@example.test")]
    [InlineData("Out+tag@example.test", "out@example.test")]
    [InlineData("far@example.test", "out@example.test")]
    [InlineData("anybody@caught.test", "anybody@caught.test")]
    public async Task A_target_at_another_host_is_told_with_the_address_that_names_it(string address, string via)
    {
        await using var directory = await Create();
        Value(await directory.Alias("out@example.test", "joe@elsewhere.test"));
        Value(await directory.Alias("far@example.test", "out@example.test"));
        Value(await directory.Admin.AddDomain("caught.test", 0, "joe@elsewhere.test", default));
        var route = Assert.IsType<Lookup<Route>.Found>(await directory.Directory.Resolve(Address(address), default)).Value;
        Assert.Equal(via, Assert.Single(Assert.IsType<Route.Local>(route).Targets).Via?.ToString());
    }

    [Theory]
    [InlineData("SRS0=a@example.test")]
    [InlineData("srs1-a@example.test")]
    public async Task An_address_for_bounces_of_forwarded_mail_is_given_to_nobody(string address)
    {
        await using var directory = await Create();
        Assert.Equal(DirectoryRejection.InvalidAddress, (await directory.Alias(address, "joe@elsewhere.test")).Reason);
        Assert.Equal(DirectoryRejection.InvalidAddress, (await directory.Admin.AddAccount(Address(address), "secret", null, default)).Reason);
    }

    [Fact]
    public async Task One_may_send_as_oneself_with_a_tag_and_as_an_alias_but_not_as_others_or_by_catch_all()
    {
        await using var directory = await Create();
        Value(await directory.Admin.AddDomain("caught.test", 0, "tim@example.test", default));
        var tim = await directory.Add("tim@example.test");
        await directory.Add("ann@example.test");
        Value(await directory.Alias("team@example.test", "tim@example.test", "ann@example.test"));
        Assert.True(await May("tim@example.test"));
        Assert.True(await May("Tim+news@example.test"));
        Assert.True(await May("team@example.test"));
        Assert.False(await May("ann@example.test"));
        Assert.False(await May("whoever@caught.test"));
        Assert.False(await May("tim@elsewhere.test"));

        async Task<bool> May(string address) =>
            Assert.IsType<Lookup<bool>.Found>(await directory.Directory.MaySendAs(tim.Id, Address(address), default)).Value;
    }
}

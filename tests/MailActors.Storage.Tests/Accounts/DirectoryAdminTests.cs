using MailActors.Domain;
using MailActors.Domain.Directory;
using static MailActors.Storage.Tests.Accounts.TestDirectory;

namespace MailActors.Storage.Tests.Accounts;

public sealed class DirectoryAdminTests
{
    [Fact]
    [Trait("acceptance", "AD-05")]
    public async Task Admin_in_any_case_is_one_account_and_its_look_alikes_are_none()
    {
        await using var directory = await Create();
        var admin = await directory.Add("Admin@example.test");
        Assert.Equal(DirectoryRejection.AddressTaken, (await directory.Admin.AddAccount(Address("ADMIN@example.test"), "x", null, default)).Reason);
        Assert.False(Protocol.Addresses.AddressParser.TryParse("ad\u200Bmin@example.test", out _));
        Assert.Equal(admin, Assert.IsType<Lookup<Account>.Found>(await directory.Directory.FindAccount("aDmIn@EXAMPLE.TEST", default)).Value);
    }

    [Theory]
    [InlineData("\uFF41dmin@example.test")]
    [InlineData("\uFB01nance@example.test")]
    [InlineData("\u0430dmin@example.test")]
    [InlineData("adm\u03B9n@example.test")]
    [InlineData("admin\u2122@example.test")]
    [InlineData("\"ad min\"@example.test")]
    [Trait("acceptance", "AD-05")]
    public async Task What_looks_like_another_name_is_not_given(string address)
    {
        await using var directory = await Create();
        Assert.Equal(DirectoryRejection.InvalidAddress, (await directory.Admin.AddAccount(Address(address), "x", null, default)).Reason);
    }

    [Theory]
    [InlineData("copy@example.test", "\u0441\u043E\u0440\u0443@example.test")]
    [InlineData("\u0441\u043E\u0440\u0443@example.test", "copy@example.test")]
    [InlineData("\u0445\u043E\u0440@example.test", "\u03C7\u03BF\u03C1@example.test")]
    [Trait("acceptance", "AD-05")]
    public async Task Of_two_names_that_read_alike_in_two_scripts_one_is_given(string first, string second)
    {
        await using var directory = await Create();
        var account = await directory.Add(first);
        Assert.Equal(DirectoryRejection.AddressTaken, (await directory.Admin.AddAccount(Address(second), "x", null, default)).Reason);
        Assert.Equal(DirectoryRejection.AddressTaken, (await directory.Alias(second, first)).Reason);
        await directory.Reopen();
        Assert.Equal(DirectoryRejection.AddressTaken, (await directory.Admin.AddAccount(Address(second), "x", null, default)).Reason);
        Value(await directory.Admin.RemoveAccount(account.Address, default));
        await directory.Add(second);
    }

    [Theory]
    [InlineData("apple.test", "\u0430\u0440\u0440\u04CF\u0435.test")]
    [InlineData("\u0430\u0440\u0440\u04CF\u0435.test", "apple.test")]
    [Trait("acceptance", "AD-04")]
    public async Task A_domain_that_reads_like_one_of_ours_is_not_taken_in(string first, string second)
    {
        await using var directory = await Create();
        var domain = Value(await directory.Admin.AddDomain(first, 0, null, default));
        Assert.Equal(DirectoryRejection.DomainExists, (await directory.Admin.AddDomain(first.ToUpperInvariant(), 0, null, default)).Reason);
        Assert.Equal(DirectoryRejection.InvalidDomain, (await directory.Admin.AddDomain(second, 0, null, default)).Reason);
        Value(await directory.Admin.AddDomain("pear.test", 0, null, default));
        Value(await directory.Admin.RemoveDomain(domain.Name, default));
        Value(await directory.Admin.AddDomain(second, 0, null, default));
    }

    [Theory]
    [InlineData("b\u00FCcher@example.test")]
    [InlineData("\u0438\u0432\u0430\u043D@example.test")]
    [InlineData("o'hara+x@example.test")]
    public async Task Names_in_one_script_are_given(string address)
    {
        await using var directory = await Create();
        Assert.Equal(address, (await directory.Add(address)).Address.ToString());
    }

    [Theory]
    [InlineData("'; DROP TABLE accounts; --")]
    [InlineData("x' UNION SELECT password FROM accounts --@example.test")]
    [InlineData("*)(uid=*")]
    [InlineData("%@example.test")]
    [Trait("acceptance", "AU-09")]
    public async Task A_login_is_never_sql(string login)
    {
        await using var directory = await Create();
        await directory.Add("tim@example.test");
        Assert.IsType<Lookup<Account>.NotFound>(await directory.Directory.FindAccount(login, default));
        Assert.IsNotType<Domain.Security.AuthResult.Success>(await directory.Login(login));
        var quoted = await directory.Add("o'neil@example.test");
        Assert.Equal(quoted.Id, Value(await directory.Admin.ShowAccount(Address("O'Neil@example.test"), default)).Id);
    }

    [Fact]
    public async Task All_is_there_again_after_a_restart()
    {
        await using var directory = await Create();
        var tim = await directory.Add("tim@example.test");
        Value(await directory.Admin.SetQuota(tim.Address, 1000, 5, default));
        Value(await directory.Alias("info@example.test", "tim@example.test", "far@elsewhere.test"));
        await directory.Reopen();
        Assert.Equal(tim with { QuotaBytes = 1000, QuotaMessages = 5 }, Value(await directory.Admin.ShowAccount(tim.Address, default)));
        Assert.Equal("tim@example.test remote:far@elsewhere.test", await directory.Route("info@example.test"));
    }

    [Fact]
    public async Task An_id_is_never_given_twice()
    {
        await using var directory = await Create();
        var first = await directory.Add("tim@example.test");
        Value(await directory.Admin.RemoveAccount(first.Address, default));
        await directory.Reopen();
        Assert.NotEqual(first.Id, (await directory.Add("tim@example.test")).Id);
    }

    [Fact]
    public async Task A_domain_in_use_stays()
    {
        await using var directory = await Create();
        var tim = await directory.Add("tim@example.test");
        Assert.Equal(DirectoryRejection.DomainInUse, (await directory.Admin.RemoveDomain("example.test", default)).Reason);
        Value(await directory.Admin.RemoveAccount(tim.Address, default));
        Value(await directory.Admin.RemoveDomain("EXAMPLE.test", default));
        Assert.Equal("Foreign", await directory.Route("tim@example.test"));
    }

    [Fact]
    public async Task What_is_not_there_or_there_already_is_told()
    {
        await using var directory = await Create();
        await directory.Add("tim@example.test");
        Assert.Equal(DirectoryRejection.DomainExists, (await directory.Admin.AddDomain("Example.Test", 0, null, default)).Reason);
        Assert.Equal(DirectoryRejection.InvalidDomain, (await directory.Admin.AddDomain("exa mple", 0, null, default)).Reason);
        Assert.Equal(DirectoryRejection.NoSuchDomain, (await directory.Admin.AddAccount(Address("x@none.test"), "x", null, default)).Reason);
        Assert.Equal(DirectoryRejection.UnusablePassword, (await directory.Admin.AddAccount(Address("x@example.test"), "", null, default)).Reason);
        Assert.Equal(DirectoryRejection.NoSuchAccount, (await directory.Admin.RemoveAccount(Address("x@example.test"), default)).Reason);
        Assert.Equal(DirectoryRejection.AddressTaken, (await directory.Alias("tim@example.test", "x@elsewhere.test")).Reason);
        Assert.Equal(DirectoryRejection.NoSuchAlias, (await directory.Admin.RemoveAlias(Address("x@example.test"), default)).Reason);
        Assert.Equal(DirectoryRejection.InvalidQuota, (await directory.Admin.SetQuota(Address("tim@example.test"), -1, 0, default)).Reason);
    }

    [Fact]
    public async Task An_import_makes_the_good_rows_and_tells_of_the_others()
    {
        await using var directory = await Create();
        await directory.Add("taken@example.test");
        var told = new Told();
        var results = await directory.Admin.ImportAccounts(
            [new("a@example.test", "pw", 7), new("bad", "pw", null), new("taken@example.test", "pw", null), new("A@example.test", "pw", null), new("b@example.test", "", null), new("c@example.test", "pw", null)],
            told, default);
        Assert.Equal(
            [null, DirectoryRejection.InvalidAddress, DirectoryRejection.AddressTaken, DirectoryRejection.AddressTaken, DirectoryRejection.UnusablePassword, null],
            results.Select(result => result.Reason));
        Assert.Equal(7, results[0].Value!.QuotaBytes);
        Assert.Equal(6, told.Most);
        Assert.IsType<Domain.Security.AuthResult.Success>(await directory.Login("c@example.test", "pw"));
    }

    private sealed class Told : IProgress<int>
    {
        private int _most;

        public int Most => Volatile.Read(ref _most);

        public void Report(int value)
        {
            for (var most = Most; value > most; most = Most) Interlocked.CompareExchange(ref _most, value, most);
        }
    }
}

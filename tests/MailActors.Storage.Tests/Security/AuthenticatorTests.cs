using System.Net;
using MailActors.Domain.Directory;
using MailActors.Domain.Security;
using MailActors.Protocol.Sasl;
using MailActors.Storage.Security;
using MailActors.Storage.Sqlite;
using MailActors.Storage.Tests.Accounts;
using static MailActors.Storage.Tests.Accounts.TestDirectory;

namespace MailActors.Storage.Tests.Security;

public sealed class AuthenticatorTests
{
    [Fact]
    public async Task The_right_password_lets_in_and_a_wrong_one_does_not()
    {
        await using var directory = await Create();
        var tim = await directory.Add("tim@example.test");
        Assert.Equal(new AuthResult.Success(tim), await directory.Login("TIM@example.test"));
        Assert.Equal(new AuthResult.Throttled(TimeSpan.FromSeconds(2)), await directory.Login("tim@example.test", "Secret"));
    }

    [Theory]
    [InlineData("tim@example.test")]
    [InlineData("nobody@example.test")]
    [InlineData("off@example.test")]
    [InlineData("not an address")]
    [Trait("acceptance", "AU-02")]
    public async Task Wrong_unknown_and_disabled_cost_one_hash_and_get_one_answer(string login)
    {
        await using var directory = await Create();
        await directory.Add("tim@example.test");
        await directory.Add("off@example.test", "guess");
        Value(await directory.Admin.SetDisabled(Address("off@example.test"), true, default));
        Assert.Equal(new AuthResult.Throttled(TimeSpan.FromSeconds(2)), await directory.Login(login, "guess"));
        Assert.Equal(1, directory.Hash.Verified);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("192.0.2.1")]
    [InlineData("::1")]
    [Trait("acceptance", "AU-04")]
    public async Task Of_a_thousand_guesses_ten_a_minute_reach_the_hash_and_others_are_not_touched(string from)
    {
        await using var directory = await Create();
        await directory.Add("tim@example.test");
        for (var i = 0; i < 1000; i++) Assert.IsType<AuthResult.Throttled>(await directory.Login($"u{i}@example.test", "guess", from));
        Assert.Equal(10, directory.Hash.Verified);
        Assert.IsType<AuthResult.Throttled>(await directory.Login("tim@example.test", "secret", from));
        Assert.IsType<AuthResult.Success>(await directory.Login("tim@example.test", "secret", "198.51.100.7"));
    }

    [Fact]
    [Trait("acceptance", "AU-04")]
    public async Task Of_two_hundred_guesses_at_once_ten_reach_the_hash()
    {
        await using var directory = await Create();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => directory.Login($"u{i}@example.test", "guess")));
        Assert.Equal(10, directory.Hash.Verified);
    }

    [Fact]
    [Trait("acceptance", "AU-04")]
    public async Task Fifty_guesses_a_day_are_the_end_and_a_day_later_it_starts_again()
    {
        await using var directory = await Create();
        for (var minute = 0; minute < 10; minute++)
        {
            for (var i = 0; i < 10; i++) await directory.Login($"u{minute}.{i}@example.test", "guess");
            directory.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(50, directory.Hash.Verified);
        directory.Time.Advance(TimeSpan.FromDays(1));
        await directory.Login("u@example.test", "guess");
        Assert.Equal(51, directory.Hash.Verified);
    }

    [Fact]
    [Trait("acceptance", "AU-04")]
    public async Task The_wait_grows_from_two_to_fifteen_seconds()
    {
        await using var directory = await Create();
        var waits = new List<double>();
        for (var i = 0; i < 6; i++) waits.Add(Assert.IsType<AuthResult.Throttled>(await directory.Login($"u{i}@example.test", "guess")).Wait.TotalSeconds);
        Assert.Equal([2, 4, 8, 15, 15, 15], waits);
    }

    [Fact]
    [Trait("acceptance", "AU-05")]
    public async Task An_account_under_attack_is_slow_for_strangers_open_to_its_owner_and_never_locked()
    {
        await using var directory = await Create();
        await directory.Add("tim@example.test");
        Assert.IsType<AuthResult.Success>(await directory.Login("tim@example.test", from: "203.0.113.9"));
        for (var i = 0; i < 20; i++) await directory.Login("tim@example.test", "guess", $"198.51.100.{i / 2}");

        var stranger = directory.Login("tim@example.test", from: "192.0.2.77");
        Assert.False(stranger.IsCompleted);
        Assert.IsType<AuthResult.Success>(await directory.Login("tim@example.test", from: "203.0.113.9"));
        directory.Time.Advance(TimeSpan.FromSeconds(15));
        Assert.IsType<AuthResult.Success>(await stranger);
    }

    [Fact]
    [Trait("acceptance", "AU-06")]
    public async Task All_of_an_ipv6_64_count_as_one()
    {
        await using var directory = await Create();
        for (var i = 0; i < 40; i++) await directory.Login($"u{i}@example.test", "guess", $"2001:db8:1:1::{i + 1:x}");
        Assert.Equal(10, directory.Hash.Verified);
        await directory.Login("u@example.test", "guess", "2001:db8:1:2::1");
        Assert.Equal(11, directory.Hash.Verified);
    }

    [Fact]
    [Trait("acceptance", "AU-07")]
    public async Task Two_hundred_log_ins_at_once_hash_on_as_many_cores_as_allowed()
    {
        await using var directory = await Create(new SecuritySettings { ScramIterations = 4096, Hashers = 2 });
        for (var i = 0; i < 20; i++) await directory.Add($"u{i}@example.test");
        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => directory.Login($"u{i % 20}@example.test", from: $"198.51.{i}.1")));
        Assert.All(results, result => Assert.IsType<AuthResult.Success>(result));
        Assert.InRange(directory.Hash.MostAtOnce, 1, 2);
    }

    [Fact]
    [Trait("acceptance", "AU-07")]
    public async Task More_than_may_wait_are_told_to_come_back()
    {
        await using var directory = await Create(new SecuritySettings { ScramIterations = 4096, Hashers = 1, MaxWaiting = 5 });
        using var hold = new ManualResetEventSlim();
        directory.Hash.Hold = hold;
        var logins = Enumerable.Range(0, 50).Select(i => directory.Login("nobody@example.test", from: $"198.51.{i}.1")).ToArray();
        Assert.IsType<AuthResult.Unavailable>(await await Task.WhenAny(logins));
        hold.Set();
        Assert.Contains(await Task.WhenAll(logins), result => result is AuthResult.Unavailable);
    }

    [Fact]
    [Trait("acceptance", "AU-11")]
    public async Task A_remembered_log_in_is_not_hashed_again_and_is_nobody_elses()
    {
        await using var directory = await Create();
        await directory.Add("tim@example.test", "shared");
        await directory.Add("ann@example.test", "other");
        for (var i = 0; i < 5; i++) Assert.IsType<AuthResult.Success>(await directory.Login("tim@example.test", "shared"));
        Assert.Equal(1, directory.Hash.Verified);
        Assert.IsNotType<AuthResult.Success>(await directory.Login("ann@example.test", "shared"));
        directory.Time.Advance(directory.Settings.RememberSuccess);
        Assert.IsType<AuthResult.Success>(await directory.Login("tim@example.test", "shared"));
        Assert.Equal(3, directory.Hash.Verified);
    }

    [Fact]
    [Trait("acceptance", "AU-11")]
    public async Task A_changed_password_kills_the_old_one_at_once()
    {
        await using var directory = await Create();
        var tim = await directory.Add("tim@example.test", "old");
        Assert.IsType<AuthResult.Success>(await directory.Login("tim@example.test", "old"));
        Value(await directory.Admin.SetPassword(tim.Address, "new", default));
        Assert.IsNotType<AuthResult.Success>(await directory.Login("tim@example.test", "old"));
        Assert.IsType<AuthResult.Success>(await directory.Login("tim@example.test", "new"));
        Value(await directory.Admin.SetDisabled(tim.Address, true, default));
        Assert.IsNotType<AuthResult.Success>(await directory.Login("tim@example.test", "new"));
    }

    [Fact]
    [Trait("acceptance", "AU-01")]
    public async Task A_hash_with_old_parameters_is_made_anew_at_the_next_log_in()
    {
        await using var directory = await Create();
        var tim = await directory.Add("tim@example.test");
        directory.Hash.Prefix = "v2:";
        Assert.IsType<AuthResult.Success>(await directory.Login("tim@example.test"));
        Assert.Equal("v2:secret", (await new CredentialStore(directory.Database).Read(tim.Id, default))!.Password.Hash);
    }

    [Fact]
    public async Task An_app_password_lets_in_until_it_is_removed()
    {
        await using var directory = await Create();
        var tim = await directory.Add("tim@example.test");
        var phone = Value(await directory.Admin.AddAppPassword(tim.Address, "phone", default));
        Assert.Equal(DirectoryRejection.AppPasswordExists, (await directory.Admin.AddAppPassword(tim.Address, "phone", default)).Reason);
        Assert.IsType<AuthResult.Success>(await directory.Login("tim@example.test", phone.Password));
        Assert.Equal(0, directory.Hash.Verified);
        Assert.NotNull(Value(await directory.Admin.ListAppPasswords(tim.Address, default)).Single().LastUsed);
        Value(await directory.Admin.RemoveAppPassword(tim.Address, "phone", default));
        Assert.IsNotType<AuthResult.Success>(await directory.Login("tim@example.test", phone.Password));
        Assert.IsType<AuthResult.Success>(await directory.Login("tim@example.test"));
    }

    [Fact]
    public async Task An_app_password_can_be_proven_by_scram_too_and_a_new_password_does_not_change_that()
    {
        await using var directory = await Create();
        var tim = await directory.Add("tim@example.test");
        var phone = Value(await directory.Admin.AddAppPassword(tim.Address, "phone", default));
        var laptop = Value(await directory.Admin.AddAppPassword(tim.Address, "laptop", default));
        Assert.Null(await Proven(directory, "secret"));
        Assert.Equal("phone", await Proven(directory, phone.Password));
        Assert.Equal("laptop", await Proven(directory, laptop.Password));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Proven(directory, "aaaaaa-aaaaaa-aaaaaa-aaaaaa"));
        Assert.All(Value(await directory.Admin.ListAppPasswords(tim.Address, default)), app => Assert.NotNull(app.LastUsed));

        Value(await directory.Admin.SetPassword(tim.Address, "other", default));
        Assert.Null(await Proven(directory, "other"));
        Assert.Equal("phone", await Proven(directory, phone.Password));
        Value(await directory.Admin.RemoveAppPassword(tim.Address, "phone", default));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Proven(directory, phone.Password));
    }

    [Fact]
    public async Task Keys_of_an_app_password_that_are_missing_are_made_when_it_is_told()
    {
        await using var directory = await Create();
        var tim = await directory.Add("tim@example.test");
        var phone = Value(await directory.Admin.AddAppPassword(tim.Address, "phone", default));
        await directory.Database.Writer.Write(session =>
        {
            session.Run("UPDATE app_passwords SET scram_salt = NULL, scram_iterations = NULL, scram_stored_key = NULL, scram_server_key = NULL");
            return true;
        });
        await Assert.ThrowsAsync<InvalidOperationException>(() => Proven(directory, phone.Password));
        Assert.IsType<AuthResult.Success>(await directory.Login("tim@example.test", phone.Password.Replace("-", "").ToUpperInvariant()));
        Assert.Equal("phone", await Proven(directory, phone.Password));
    }

    /// <summary>Which app password a client with this password proves to hold; null: the account's own.</summary>
    private static async Task<string?> Proven(TestDirectory directory, string password)
    {
        var lookup = await directory.Authenticator.ScramKeys("tim@example.test", IPAddress.Parse("192.0.2.77"), default);
        var client = ScramKeys.Derive(password, lookup.Keys!.Salt, lookup.Keys.Iterations);
        var proven = lookup.Keys.Others.Prepend(lookup.Keys).SingleOrDefault(keys => keys.StoredKey.AsSpan().SequenceEqual(client.StoredKey))
            ?? throw new InvalidOperationException("No keys fit.");
        Assert.IsType<AuthResult.Success>(await directory.Authenticator.ScramFinished(lookup with { Proven = proven }, proven: true, IPAddress.Parse("192.0.2.77"), default));
        return proven.Of;
    }

    [Fact]
    [Trait("acceptance", "AU-10")]
    public async Task A_login_there_is_not_gets_the_same_fake_keys_even_after_a_restart()
    {
        await using var directory = await Create();
        await directory.Add("tim@example.test");
        var before = await directory.Authenticator.ScramKeys("nobody@example.test", IPAddress.Loopback, default);
        await directory.Reopen();
        var after = await directory.Authenticator.ScramKeys("NOBODY@example.test", IPAddress.Loopback, default);
        Assert.Equal(before.Keys!.Salt, after.Keys!.Salt);
        var real = await directory.Authenticator.ScramKeys("tim@example.test", IPAddress.Loopback, default);
        Assert.Equal(real.Keys!.Iterations, after.Keys.Iterations);
        Assert.Equal(real.Keys.Salt.Length, after.Keys.Salt.Length);
        Assert.NotEqual(real.Keys.Salt, after.Keys.Salt);
    }

    [Fact]
    [Trait("acceptance", "AU-04")]
    public async Task Scram_guesses_are_counted_and_after_ten_even_a_proof_tells_nothing()
    {
        await using var directory = await Create();
        await directory.Add("tim@example.test");
        var keys = await directory.Authenticator.ScramKeys("tim@example.test", IPAddress.Loopback, default);
        for (var i = 0; i < 10; i++) await directory.Authenticator.ScramFinished(keys, proven: false, IPAddress.Loopback, default);
        Assert.IsType<AuthResult.Throttled>(await directory.Authenticator.ScramFinished(keys, proven: true, IPAddress.Loopback, default));
        Assert.IsType<AuthResult.Throttled>((await directory.Authenticator.ScramKeys("tim@example.test", IPAddress.Loopback, default)).Refusal);
        Assert.IsType<AuthResult.Success>(await directory.Authenticator.ScramFinished(keys, proven: true, IPAddress.Parse("192.0.2.9"), default));
    }
}

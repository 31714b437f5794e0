using MailActors.Storage.Security;

namespace MailActors.Storage.Tests.Security;

[Trait("acceptance", "AU-01")]
public sealed class Argon2PasswordsTests
{
    private static readonly Argon2Passwords Passwords = new(new SecuritySettings());

    [Fact]
    public void A_hash_names_its_parameters_has_its_own_salt_and_fits_its_password_only()
    {
        var hash = Passwords.Hash("secret");
        Assert.StartsWith("$argon2id$v=19$m=19456,t=2,p=1$", hash);
        Assert.NotEqual(hash, Passwords.Hash("secret"));
        Assert.True(Passwords.Verify("secret", hash));
        Assert.False(Passwords.Verify("secreT", hash));
        Assert.False(Passwords.Verify("", hash));
        Assert.False(Passwords.IsOutdated(hash));
        Assert.True(new Argon2Passwords(new SecuritySettings { ArgonPasses = 3 }).IsOutdated(hash));
    }

    /// <summary>Made by the reference implementation: <c>echo -n password | argon2 somesaltsomesalt -id -t 2 -m 16 -p 1</c>.</summary>
    [Fact]
    public void A_hash_of_the_reference_implementation_fits() => Assert.True(Passwords.Verify(
        "password", "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$/DO3gTkjHTS3Fia9YkXB1y76GQrWBcPYFmpyrc7fosI"));

    [Theory]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("$argon2i$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$/DO3gTkjHTS3Fia9YkXB1y76GQrWBcPYFmpyrc7fosI")]
    [InlineData("$argon2id$v=16$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$/DO3gTkjHTS3Fia9YkXB1y76GQrWBcPYFmpyrc7fosI")]
    [InlineData("$argon2id$v=19$m=-1,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$/DO3gTkjHTS3Fia9YkXB1y76GQrWBcPYFmpyrc7fosI")]
    [InlineData("$argon2id$v=19$m=99999999,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$/DO3gTkjHTS3Fia9YkXB1y76GQrWBcPYFmpyrc7fosI")]
    [InlineData("$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$")]
    [InlineData("$argon2id$v=19$m=19456,t=2,p=1$!!!$/DO3gTkjHTS3Fia9YkXB1y76GQrWBcPYFmpyrc7fosI")]
    [InlineData("$argon2id$v=19$m=65536,t=2,p=2$c29tZXNhbHRzb21lc2FsdA$/DO3gTkjHTS3Fia9YkXB1y76GQrWBcPYFmpyrc7fosI")]
    [InlineData("$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$/DO3gTkjHTS3Fia9YkXB1y76GQrWBcPYFmpyrc7fosI")]
    public void A_text_that_is_no_hash_fits_nothing(string hash)
    {
        Assert.False(Passwords.Verify("password", hash));
        Assert.True(Passwords.IsOutdated(hash));
    }

    [Fact]
    public void Settings_tell_all_their_faults()
    {
        Assert.Empty(new SecuritySettings().Faults());
        Assert.Equal(3, new SecuritySettings { ArgonMemory = 1, ScramIterations = 1, FailuresPerMinute = 0 }.Faults().Count());
    }
}

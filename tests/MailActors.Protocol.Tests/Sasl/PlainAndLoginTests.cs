using System.Text;
using MailActors.Protocol.Sasl;
using Xunit;

namespace MailActors.Protocol.Tests.Sasl;

public sealed class PlainAndLoginTests
{
    [Theory]
    [InlineData("\0tim@example.test\0tanstaafl", "tim@example.test", "tanstaafl")]
    [InlineData("tim@example.test\0tim@example.test\0tanstaafl", "tim@example.test", "tanstaafl")]
    [InlineData("TIM@example.test\0tim@example.test\0x", "tim@example.test", "x")]
    [InlineData("\0u\0pa\u00A0ss", "u", "pa ss")]
    [InlineData("\0u\0e\u0301", "u", "\u00E9")]
    public void Plain_gives_login_and_password(string message, string login, string password) =>
        Assert.Equal(new SaslStep.NeedsPassword(login, password), Plain(message));

    [Theory]
    [InlineData("")]
    [InlineData("tim\0tanstaafl")]
    [InlineData("\0tim\0tan\0staafl")]
    [InlineData("\0\0password")]
    [InlineData("\0tim\0")]
    [InlineData("\0ti\tm\0password")]
    [InlineData("\0tim\0pass\u200Bword")]
    [InlineData("\0tim\0pass\u007Fword")]
    [Trait("acceptance", "AU-08")]
    public void Plain_refuses_what_is_not_its_form(string message) =>
        Assert.Equal(new SaslStep.Failed(SaslFailure.Malformed), Plain(message));

    [Fact]
    [Trait("acceptance", "AU-08")]
    public void Plain_refuses_octets_that_are_not_utf8() =>
        Assert.Equal(new SaslStep.Failed(SaslFailure.Malformed), new PlainMechanism().Respond([0, 0xC3, 0x28, 0, (byte)'x']));

    [Fact]
    public void Plain_refuses_to_act_for_somebody_else() =>
        Assert.Equal(new SaslStep.Failed(SaslFailure.AuthorizationRefused), Plain("boss@example.test\0tim@example.test\0tanstaafl"));

    [Fact]
    public void Login_asks_for_name_and_password()
    {
        var login = new LoginMechanism();
        Assert.Equal("Username:", Text(login.Start()));
        Assert.Equal("Password:", Text(login.Respond("tim"u8)));
        Assert.Equal(new SaslStep.NeedsPassword("tim", "tanstaafl"), login.Respond("tanstaafl"u8));
    }

    [Fact]
    public void Login_takes_the_name_as_initial_response()
    {
        var login = new LoginMechanism();
        Assert.Equal("Password:", Text(login.Respond("tim"u8)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void Login_refuses_an_unusable_name(string name) =>
        Assert.Equal(new SaslStep.Failed(SaslFailure.Malformed), new LoginMechanism().Respond(Encoding.UTF8.GetBytes(name)));

    [Fact]
    public void A_password_of_1001_octets_is_refused_and_one_of_1000_is_not()
    {
        Assert.IsType<SaslStep.NeedsPassword>(Plain("\0u\0" + new string('p', 1000)));
        Assert.IsType<SaslStep.Failed>(Plain("\0u\0" + new string('p', 1001)));
    }

    private static SaslStep Plain(string message) => new PlainMechanism().Respond(Encoding.UTF8.GetBytes(message));

    private static string Text(SaslStep step) => Encoding.UTF8.GetString(Assert.IsType<SaslStep.Challenge>(step).Octets);
}

using System.Net;
using System.Text;
using MailActors.Domain.Directory;
using MailActors.Domain.Security;
using MailActors.Protocol.Addresses;
using MailActors.Protocol.Sasl;
using Xunit;

namespace MailActors.Domain.Tests.Security;

public sealed class SaslExchangeTests : IAuthenticator
{
    private static readonly Account Tim = new(new AccountId(1), new MailAddress("tim", "example.test"), false, 0, 0, 0, 1);
    private AuthResult _answer = new AuthResult.Success(Tim);
    private readonly List<bool> _finished = [];

    [Fact]
    public async Task Plain_with_an_initial_response_succeeds_at_once() =>
        Assert.Equal(new SaslOutcome.Success(Tim), await Begin("PLAIN").Start(Line("\0tim@example.test\0secret"), default));

    [Fact]
    public async Task Plain_without_one_gets_an_empty_challenge()
    {
        var exchange = Begin("PLAIN");
        Assert.Equal(new SaslOutcome.Continue(""), await exchange.Start(null, default));
        Assert.Equal(new SaslOutcome.Success(Tim), await exchange.Respond(Line("\0tim@example.test\0secret"), default));
    }

    [Fact]
    public async Task Login_goes_by_two_questions()
    {
        var exchange = Begin("LOGIN");
        Assert.Equal(new SaslOutcome.Continue("VXNlcm5hbWU6"), await exchange.Start(null, default));
        Assert.Equal(new SaslOutcome.Continue("UGFzc3dvcmQ6"), await exchange.Respond(Line("tim@example.test"), default));
        Assert.Equal(new SaslOutcome.Success(Tim), await exchange.Respond(Line("secret"), default));
    }

    [Fact]
    [Trait("acceptance", "AU-08")]
    public async Task A_star_aborts_a_hundred_thousand_times()
    {
        for (var i = 0; i < 100_000; i++)
        {
            var exchange = Begin("PLAIN");
            await exchange.Start(null, default);
            Assert.Equal(new SaslOutcome.Refused(SaslRefusal.Aborted), await exchange.Respond("*"u8.ToArray(), default));
        }
    }

    [Fact]
    [Trait("acceptance", "AU-08")]
    public async Task Bad_base64_and_a_megabyte_are_refused_in_the_protocols_own_terms()
    {
        Assert.Equal(new SaslOutcome.Refused(SaslRefusal.Malformed), await Begin("PLAIN").Start("!"u8.ToArray(), default));
        Assert.Equal(new SaslOutcome.Refused(SaslRefusal.TooLong), await Begin("PLAIN").Start(new byte[1 << 20], default));
    }

    [Fact]
    public async Task What_the_authenticator_says_is_told()
    {
        _answer = AuthResult.Failed.Instance;
        Assert.Equal(new SaslOutcome.Refused(SaslRefusal.Credentials), await Begin("PLAIN").Start(Line("\0tim\0x"), default));
        _answer = new AuthResult.Throttled(TimeSpan.FromSeconds(7));
        Assert.Equal(new SaslOutcome.Refused(SaslRefusal.Credentials, TimeSpan.FromSeconds(7)), await Begin("PLAIN").Start(Line("\0tim\0x"), default));
        _answer = new AuthResult.Unavailable("disk");
        Assert.Equal(new SaslOutcome.Refused(SaslRefusal.Unavailable), await Begin("PLAIN").Start(Line("\0tim\0x"), default));
    }

    [Fact]
    public async Task A_wrong_scram_proof_is_counted_as_a_failure()
    {
        var exchange = Begin("SCRAM-SHA-256");
        var first = Assert.IsType<SaslOutcome.Continue>(await exchange.Start(Line("n,,n=tim,r=abc"), default));
        var nonce = Encoding.UTF8.GetString(Convert.FromBase64String(first.Challenge)).Split(',')[0];
        _answer = AuthResult.Failed.Instance;
        Assert.Equal(
            new SaslOutcome.Refused(SaslRefusal.Credentials),
            await exchange.Respond(Line($"c=biws,{nonce},p={Convert.ToBase64String(new byte[32])}"), default));
        Assert.Equal([false], _finished);
    }

    [Fact]
    public async Task Scram_success_waits_for_the_answer_to_the_final_message()
    {
        var exchange = Begin("SCRAM-SHA-256");
        var client = new ScramClient("tim", "secret");
        var first = Assert.IsType<SaslOutcome.Continue>(await exchange.Start(Line(client.First), default));
        var final = Assert.IsType<SaslOutcome.Continue>(await exchange.Respond(Line(client.Final(first.Challenge)), default));
        Assert.StartsWith("v=", Encoding.UTF8.GetString(Convert.FromBase64String(final.Challenge)));
        Assert.Equal(new SaslOutcome.Success(Tim), await exchange.Respond(default, default));
        Assert.Equal([true], _finished);
    }

    [Fact]
    public void An_unknown_mechanism_does_not_begin() =>
        Assert.Null(SaslExchange.Begin("NTLM", ChannelBindings.None, this, IPAddress.Loopback));

    private SaslExchange Begin(string mechanism) => SaslExchange.Begin(mechanism, ChannelBindings.None, this, IPAddress.Loopback)!;

    private static ReadOnlyMemory<byte> Line(string text) => Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));

    ValueTask<AuthResult> IAuthenticator.Verify(string login, string password, IPAddress remote, CancellationToken cancel) => new(_answer);

    ValueTask<ScramLookup> IAuthenticator.ScramKeys(string login, IPAddress remote, CancellationToken cancel) =>
        new(new ScramLookup(login, ScramKeys.Derive("secret", new byte[16], 4096), null));

    ValueTask<AuthResult> IAuthenticator.ScramFinished(ScramLookup keys, bool proven, IPAddress remote, CancellationToken cancel)
    {
        _finished.Add(proven);
        return new(_answer);
    }
}

using System.Security.Cryptography;
using System.Text;
using MailActors.Protocol.Sasl;
using Xunit;

namespace MailActors.Protocol.Tests.Sasl;

[Trait("acceptance", "AU-10")]
public sealed class ScramTests
{
    private const string ClientNonce = "rOprNGfwEbeRWgbNEkqO";
    private const string ServerNonce = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static readonly ScramKeys Keys = ScramKeys.Derive("pencil", Convert.FromBase64String("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096);
    private static readonly ChannelBindings Bound = new(SHA256.HashData("certificate"u8), SHA256.HashData("exporter"u8));

    [Fact]
    public void The_exchange_of_rfc_7677_succeeds()
    {
        var scram = Mechanism();
        Assert.Equal(new SaslStep.NeedsScramKeys("user"), Say(scram, $"n,,n=user,r={ClientNonce}"));
        Assert.Equal($"r={ClientNonce}{ServerNonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", Text(scram.ContinueWith(Keys)));
        var proven = Assert.IsType<SaslStep.Proven>(
            Say(scram, $"c=biws,r={ClientNonce}{ServerNonce},p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="));
        Assert.Equal("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", Encoding.UTF8.GetString(proven.FinalMessage));
        Assert.Equal("user", proven.Login);
    }

    [Theory]
    [InlineData("tls-server-end-point")]
    [InlineData("tls-exporter")]
    public void Plus_succeeds_with_each_binding(string name)
    {
        var scram = new ScramSha256(plus: true, Bound, ServerNonce);
        Assert.IsType<SaslStep.Proven>(Finish(scram, $"p={name},,", Bound.Named(name)!.Value.ToArray(), "pencil"));
    }

    [Fact]
    public void Plus_with_the_binding_of_another_connection_is_refused()
    {
        var scram = new ScramSha256(plus: true, Bound, ServerNonce);
        Assert.Equal(new SaslStep.Failed(SaslFailure.ChannelBinding), Finish(scram, "p=tls-exporter,,", SHA256.HashData("other"u8), "pencil"));
    }

    [Theory]
    [InlineData("n,,")]
    [InlineData("y,,")]
    [InlineData("p=tls-unique,,")]
    public void Plus_without_a_binding_we_have_is_refused(string header) =>
        Assert.Equal(new SaslStep.Failed(SaslFailure.ChannelBinding), Say(new ScramSha256(plus: true, Bound, ServerNonce), $"{header}n=user,r=abc"));

    [Fact]
    public void A_client_that_was_kept_from_seeing_plus_is_refused() =>
        Assert.Equal(new SaslStep.Failed(SaslFailure.ChannelBinding), Say(new ScramSha256(plus: false, Bound, ServerNonce), "y,,n=user,r=abc"));

    [Fact]
    public void Where_plus_is_not_offered_y_is_honest() =>
        Assert.IsType<SaslStep.NeedsScramKeys>(Say(Mechanism(), "y,,n=user,r=abc"));

    [Fact]
    public void A_wrong_password_is_refused() =>
        Assert.Equal(new SaslStep.Failed(SaslFailure.WrongProof), Finish(Mechanism(), "n,,", [], "pencils"));

    [Fact]
    public void The_final_message_of_an_earlier_exchange_is_refused()
    {
        var scram = new ScramSha256(plus: false, ChannelBindings.None, "another nonce".Replace(' ', '-'));
        Say(scram, $"n,,n=user,r={ClientNonce}");
        scram.ContinueWith(Keys);
        Assert.Equal(
            new SaslStep.Failed(SaslFailure.WrongProof),
            Say(scram, $"c=biws,r={ClientNonce}{ServerNonce},p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="));
    }

    [Fact]
    public void A_binding_claimed_only_in_the_header_is_refused()
    {
        var scram = Mechanism();
        Say(scram, $"n,,n=user,r={ClientNonce}");
        scram.ContinueWith(Keys);
        Assert.Equal(new SaslStep.Failed(SaslFailure.ChannelBinding), Say(scram, $"c=eSws,r={ClientNonce}{ServerNonce},p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="));
    }

    [Theory]
    [InlineData("n,,n=a=2Cb=3Dc,r=x", "a,b=c")]
    [InlineData("n,a=user,n=user,r=x", "user")]
    [InlineData("n,,n=user,r=x,ext=1", "user")]
    public void Names_are_unescaped(string message, string login) =>
        Assert.Equal(new SaslStep.NeedsScramKeys(login), Say(Mechanism(), message));

    [Theory]
    [InlineData("")]
    [InlineData("n")]
    [InlineData("n,")]
    [InlineData("n,,")]
    [InlineData("x,,n=user,r=x")]
    [InlineData("p=,,n=user,r=x")]
    [InlineData("n,,n=,r=x")]
    [InlineData("n,,n=user")]
    [InlineData("n,,n=user,r=")]
    [InlineData("n,,n=us=2cer,r=x")]
    [InlineData("n,,n=us=er,r=x")]
    [InlineData("n,,n=us\u0007er,r=x")]
    [InlineData("n,,m=ext,n=user,r=x")]
    [InlineData("n,,n=us\0er,r=x")]
    [InlineData("n,,n=user,r=\u00E9")]
    [Trait("acceptance", "AU-08")]
    public void A_bad_first_message_is_malformed(string message) =>
        Assert.Equal(new SaslStep.Failed(SaslFailure.Malformed), Say(Mechanism(), message));

    [Theory]
    [InlineData("")]
    [InlineData("c=biws")]
    [InlineData("c=biws,r=x")]
    [InlineData("c=biws,r=x,p=")]
    [InlineData("c=biws,p=AAAA")]
    [InlineData("c=bi ws,r=x,p=AAAA")]
    [InlineData("r=x,c=biws,p=AAAA")]
    public void A_bad_final_message_is_malformed(string message)
    {
        var scram = Mechanism();
        Say(scram, $"n,,n=user,r={ClientNonce}");
        scram.ContinueWith(Keys);
        Assert.Equal(new SaslStep.Failed(SaslFailure.Malformed), Say(scram, message));
    }

    [Theory]
    [InlineData("pencil", null)]
    [InlineData("phone-word", "phone")]
    [InlineData("laptop-word", "laptop")]
    [InlineData("stylus", "nobody")]
    public void Any_of_several_passwords_proves_the_login(string password, string? of)
    {
        ScramKeys Other(string name) => ScramKeys.Derive(name + "-word", Keys.Salt, Keys.Iterations) with { Of = name };
        var end = Finish(Mechanism(), "n,,", [], password, Keys with { Others = [Other("phone"), Other("laptop")] });

        if (of == "nobody") Assert.Equal(new SaslStep.Failed(SaslFailure.WrongProof), end);
        else Assert.Equal(of, Assert.IsType<SaslStep.Proven>(end).Keys.Of);
    }

    [Fact]
    public void Somebody_elses_authorization_identity_is_refused() =>
        Assert.Equal(new SaslStep.Failed(SaslFailure.AuthorizationRefused), Say(Mechanism(), "n,a=boss,n=user,r=x"));

    /// <summary>The client's side, up to the outcome.</summary>
    private static SaslStep Finish(ScramSha256 scram, string header, byte[] binding, string password, ScramKeys? keys = null)
    {
        var bare = $"n=user,r={ClientNonce}";
        Assert.IsType<SaslStep.NeedsScramKeys>(Say(scram, header + bare));
        var serverFirst = Text(scram.ContinueWith(keys ?? Keys));
        byte[] bound = [.. Encoding.UTF8.GetBytes(header), .. binding];
        var withoutProof = $"c={Convert.ToBase64String(bound)},r={ClientNonce}{ServerNonce}";
        var salted = Rfc2898DeriveBytes.Pbkdf2(password, Keys.Salt, Keys.Iterations, HashAlgorithmName.SHA256, 32);
        var clientKey = HMACSHA256.HashData(salted, "Client Key"u8);
        var signature = HMACSHA256.HashData(SHA256.HashData(clientKey), Encoding.UTF8.GetBytes($"{bare},{serverFirst},{withoutProof}"));
        var proof = clientKey.Zip(signature, (a, b) => (byte)(a ^ b)).ToArray();
        return Say(scram, $"{withoutProof},p={Convert.ToBase64String(proof)}");
    }

    private static ScramSha256 Mechanism() => new(plus: false, ChannelBindings.None, ServerNonce);

    private static SaslStep Say(ScramSha256 scram, string message) => scram.Respond(Encoding.UTF8.GetBytes(message));

    private static string Text(SaslStep step) => Encoding.UTF8.GetString(Assert.IsType<SaslStep.Challenge>(step).Octets);
}

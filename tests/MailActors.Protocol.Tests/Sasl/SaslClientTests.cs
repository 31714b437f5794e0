using System.Text;
using MailActors.Protocol.Sasl;
using Xunit;

namespace MailActors.Protocol.Tests.Sasl;

/// <summary>Our client against our server, and against servers that lie.</summary>
public class SaslClientTests
{
    private static readonly ChannelBindings Bindings = new(new byte[] { 1, 2, 3 }, default);

    [Theory]
    [InlineData(true, "AUTH SCRAM-SHA-256-PLUS ")]
    [InlineData(false, "AUTH SCRAM-SHA-256 ")]
    public void SCRAM_convinces_a_real_server(bool bound, string command)
    {
        var bindings = bound ? Bindings : ChannelBindings.None;
        var client = Client("s3cret");
        client.Bind(bindings);
        var server = new ScramSha256(plus: bound, bindings, "servernonce");

        var final = Exchange(client, server, client.Begin(Offer(bound), secure: true)!, command);

        Assert.False(client.IsDone(""));
        Assert.Equal("", client.Respond(SaslLine.Encode(Assert.IsType<SaslStep.Proven>(final).FinalMessage)));
        Assert.True(client.IsDone(""));
    }

    [Fact]
    public void Another_password_convinces_nobody()
    {
        var client = Client("wrong");
        var final = Exchange(client, new ScramSha256(false, ChannelBindings.None, "servernonce"), client.Begin(Offer(false), true)!, "AUTH SCRAM-SHA-256 ");
        Assert.IsType<SaslStep.Failed>(final);
    }

    [Fact]
    public void A_server_that_does_not_know_the_password_is_not_believed()
    {
        var client = Client("s3cret");
        client.Begin(Offer(false), secure: true);
        Assert.NotNull(client.Respond(Challenge("r=noncexyz,s=c2FsdHNhbHQ=,i=4096")));
        Assert.Null(client.Respond(Challenge("v=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")));
        Assert.False(client.IsDone(""));
    }

    [Theory]
    [InlineData("r=other,s=c2FsdA==,i=4096")]
    [InlineData("r=nonce,s=c2FsdA==,i=4096")]
    [InlineData("r=noncexyz,s=c2FsdA==,i=1")]
    [InlineData("r=noncexyz,s=c2FsdA==,i=2000000000")]
    [InlineData("r=noncexyz,s=,i=4096")]
    [InlineData("e=no")]
    [InlineData("")]
    public void A_challenge_that_is_none_is_not_answered(string challenge)
    {
        var client = Client("s3cret");
        client.Begin(Offer(false), secure: true);
        Assert.Null(client.Respond(Challenge(challenge)));
    }

    private static SaslStep Exchange(SaslClient client, ScramSha256 server, string command, string expected)
    {
        Assert.StartsWith(expected, command);
        Assert.IsType<SaslStep.NeedsScramKeys>(server.Respond(Convert.FromBase64String(command[expected.Length..])));
        var first = Assert.IsType<SaslStep.Challenge>(server.ContinueWith(ScramKeys.Derive("s3cret", Encoding.ASCII.GetBytes("saltsalt"), 4096)));
        return server.Respond(Convert.FromBase64String(client.Respond(SaslLine.Encode(first.Octets))!));
    }

    private static SaslClient Client(string password) => new("a=nn", password, plaintextAllowed: false, "nonce");

    private static string[] Offer(bool bound) => bound ? ["SCRAM-SHA-256", "SCRAM-SHA-256-PLUS", "PLAIN"] : ["PLAIN", "SCRAM-SHA-256"];

    private static string Challenge(string text) => SaslLine.Encode(Encoding.ASCII.GetBytes(text));
}

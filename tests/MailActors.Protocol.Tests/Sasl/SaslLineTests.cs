using System.Text;
using MailActors.Protocol.Sasl;
using Xunit;

namespace MailActors.Protocol.Tests.Sasl;

[Trait("acceptance", "AU-08")]
public sealed class SaslLineTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("AHQAcA==", "\0t\0p")]
    public void A_response_is_decoded(string line, string octets)
    {
        Assert.Null(SaslLine.Decode(Encoding.ASCII.GetBytes(line), out var response));
        Assert.Equal(octets, Encoding.UTF8.GetString(response));
    }

    [Theory]
    [InlineData("AHQ", SaslFailure.Malformed)]
    [InlineData("AHQAcA=", SaslFailure.Malformed)]
    [InlineData("AHQ AcA==", SaslFailure.Malformed)]
    [InlineData("AHQAcB==", SaslFailure.Malformed)]
    [InlineData("====", SaslFailure.Malformed)]
    [InlineData("=", SaslFailure.Malformed)]
    [InlineData("**", SaslFailure.Malformed)]
    [InlineData("((((", SaslFailure.Malformed)]
    [InlineData("*", SaslFailure.Aborted)]
    public void Anything_else_is_refused(string line, SaslFailure failure) =>
        Assert.Equal(failure, SaslLine.Decode(Encoding.ASCII.GetBytes(line), out _));

    [Fact]
    public void An_equals_sign_is_the_empty_initial_response()
    {
        Assert.Null(SaslLine.DecodeInitial("="u8, out var response));
        Assert.Empty(response);
    }

    [Fact]
    public void A_response_of_8192_octets_is_taken_and_a_longer_one_is_not()
    {
        var line = Encoding.ASCII.GetBytes(new string('A', SaslLine.MaxOctets + 4));
        Assert.Null(SaslLine.Decode(line.AsSpan(4), out _));
        Assert.Equal(SaslFailure.TooLong, SaslLine.Decode(line, out _));
    }

    [Fact]
    public void Mechanisms_are_created_by_name_in_any_case_and_plus_only_with_a_binding()
    {
        var bound = new ChannelBindings(new byte[32], default);
        Assert.Equal(["SCRAM-SHA-256-PLUS", "SCRAM-SHA-256", "PLAIN", "LOGIN"], SaslMechanisms.Offered(bound));
        Assert.All(SaslMechanisms.Offered(bound), name => Assert.Equal(name, SaslMechanisms.Create(name.ToLowerInvariant(), bound)!.Name));
        Assert.DoesNotContain("SCRAM-SHA-256-PLUS", SaslMechanisms.Offered(ChannelBindings.None));
        Assert.Null(SaslMechanisms.Create("SCRAM-SHA-256-PLUS", ChannelBindings.None));
        Assert.Null(SaslMechanisms.Create("CRAM-MD5", bound));
    }
}

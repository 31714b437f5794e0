using System.Text;
using MailActors.Actors.Operations;
using Xunit;

namespace MailActors.Actors.Tests.Operations;

public sealed class OperatorRequestTests
{
    [Fact]
    public void A_good_line_is_read()
    {
        var request = OperatorRequest.Parse("""{"token":"t","palette":"p","command":"c","args":{"a":"1","b":[2]}}"""u8);
        Assert.Equal(("t", "p", "c"), (request!.Token, request.Palette, request.Command));
        Assert.Equal(["a", "b"], request.Args.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Arguments_may_be_missing() => Assert.Empty(OperatorRequest.Parse("""{"token":"t","palette":"p","command":"c"}"""u8)!.Args);

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"token":1,"palette":"p","command":"c"}""")]
    [InlineData("""{"token":"t","palette":"p"}""")]
    [InlineData("""{"token":"t","palette":"p","command":"c","args":""")]
    [InlineData("""{"token":"t","palette":"p","command":"c","args":{"a":[[[[[[[[1]]]]]]]]}}""")]
    [InlineData("""{"token":"\ud800","palette":"p","command":"c"}""")]
    [InlineData("""{"token":"t","palette":"p","command":"c","args":{"\ud800":1}}""")]
    public void What_is_no_request_is_null(string line) => Assert.Null(OperatorRequest.Parse(Encoding.UTF8.GetBytes(line)));

    [Fact]
    public void Octets_that_are_not_utf8_are_no_request() =>
        Assert.Null(OperatorRequest.Parse([.. "{\"token\":\""u8, 0xFF, .. "\",\"palette\":\"p\",\"command\":\"c\"}"u8]));
}

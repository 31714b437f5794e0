using System.Security.Cryptography;
using System.Text;
using MailActors.Protocol.Dkim;
using Xunit;

namespace MailActors.Protocol.Tests.Dkim;

public class RelaxedBodyTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("\r\n\r\n", "")]
    [InlineData(" \t\r\n \r\n", "")]
    [InlineData(" C \r\nD \t E\r\n\r\n\r\n", " C\r\nD E\r\n")] // RFC 6376 §3.4.5
    [InlineData("a", "a\r\n")]
    [InlineData("a \t", "a\r\n")]
    [InlineData("a\r\n\r\n \r\nb\r\n", "a\r\n\r\n\r\nb\r\n")]
    [InlineData("a\rb\nc\r\n", "a\rb\nc\r\n")]
    [InlineData("a\r", "a\r\r\n")]
    [InlineData("a \r\r\n", "a \r\r\n")]
    public void White_space_that_means_nothing_is_left_out_wherever_the_pieces_are_cut(string body, string canonical)
    {
        var expected = Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(canonical)));
        var octets = Encoding.ASCII.GetBytes(body);

        Assert.Equal(expected, Hash(octets));
        for (var cut = 0; cut <= octets.Length; cut++) Assert.Equal(expected, Hash(octets[..cut], octets[cut..]));
        Assert.Equal(expected, Hash([.. octets.Select(octet => new[] { octet })]));
    }

    [Fact]
    public void A_changed_word_changes_the_hash() => Assert.NotEqual(Hash("pay 100\r\n"u8.ToArray()), Hash("pay 900\r\n"u8.ToArray()));

    [Fact]
    public void A_hundred_thousand_empty_lines_are_counted_and_not_kept()
    {
        var lines = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("\r\n", 100_000)));
        Assert.Equal(Hash("a\r\n"u8.ToArray()), Hash("a"u8.ToArray(), lines));
        Assert.NotEqual(Hash("a\r\nb\r\n"u8.ToArray()), Hash("a"u8.ToArray(), lines, "b\r\n"u8.ToArray()));
    }

    private static string Hash(params byte[][] pieces)
    {
        using var body = new RelaxedBody();
        foreach (var piece in pieces) body.Append(piece);
        return Convert.ToHexString(body.Finish());
    }
}

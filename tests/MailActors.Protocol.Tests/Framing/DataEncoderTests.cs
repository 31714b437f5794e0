using System.Text;
using MailActors.Protocol.Framing;
using Xunit;

namespace MailActors.Protocol.Tests.Framing;

public sealed class DataEncoderTests
{
    [Theory]
    [InlineData("", ".\r\n")]
    [InlineData("a\r\n", "a\r\n.\r\n")]
    [InlineData("a", "a\r\n.\r\n")]
    [InlineData(".\r\n", "..\r\n.\r\n")]
    [InlineData("..a\r\n.b\r\nc.d\r\n", "...a\r\n..b\r\nc.d\r\n.\r\n")]
    [InlineData("\r\n\r\n.", "\r\n\r\n..\r\n.\r\n")]
    public void A_dot_at_the_start_of_a_line_is_doubled_and_a_line_with_one_ends_it(string text, string wire)
    {
        for (var piece = 1; piece <= text.Length + 1; piece++) Assert.Equal(wire, Encode(Encoding.Latin1.GetBytes(text), piece));
    }

    /// <summary>What servers have been found to take for the end of a message, or for a line end that another does not see.</summary>
    [Theory]
    [InlineData("a\n.\r\nMAIL FROM:<>\r\n")]
    [InlineData("a\r.\r\nMAIL FROM:<>\r\n")]
    [InlineData("a\n.\nMAIL FROM:<>\r\n")]
    [InlineData("a\r.\rMAIL FROM:<>\r\n")]
    [InlineData("a\r\n.\nMAIL FROM:<>\r\n")]
    [InlineData("a\r\n.\rMAIL FROM:<>\r\n")]
    [InlineData("a\r\r\n.\r\nMAIL FROM:<>\r\n")]
    [InlineData("a\r\n\0.\r\nMAIL FROM:<>\r\n")]
    [InlineData("a\n")]
    [InlineData("a\r")]
    [InlineData("\0")]
    [Trait("acceptance", "SM-03")]
    public void Nothing_is_sent_that_two_servers_might_read_differently(string text)
    {
        for (var piece = 1; piece <= text.Length + 1; piece++) Assert.Null(Encode(Encoding.Latin1.GetBytes(text), piece));
    }

    [Fact]
    [Trait("acceptance", "SM-03")]
    public void A_hundred_thousand_random_bodies_come_out_of_the_data_as_they_went_in()
    {
        var random = new Random(3);
        for (var round = 0; round < 100_000; round++)
        {
            var body = Body(random);
            var wire = Encode(body, random.Next(1, 20))!;

            var (text, last, rest) = Feeding.ReadAll(new FrameDecoder(), Expect.Data.Instance, Feeding.Latin1(wire));
            Assert.Equal("", rest);
            Assert.Equal(DataFaults.None, Assert.IsType<Frame.Data>(last).Faults);
            Assert.Equal(body, text);
        }
    }

    /// <summary>Lines, many of them dots.</summary>
    private static byte[] Body(Random random)
    {
        var text = new StringBuilder();
        for (var line = random.Next(8); line > 0; line--)
        {
            for (var octet = random.Next(6); octet > 0; octet--) text.Append(random.Next(2) == 0 ? '.' : (char)random.Next(' ', 256));
            text.Append("\r\n");
        }

        return Encoding.Latin1.GetBytes(text.ToString());
    }

    private static string? Encode(byte[] octets, int piece)
    {
        var encoder = new DataEncoder();
        var wire = new MemoryStream();
        for (var at = 0; at < octets.Length; at += piece)
        {
            var input = octets.AsSpan(at, Math.Min(piece, octets.Length - at));
            var room = new byte[DataEncoder.MaxOutput(input.Length)];
            var written = encoder.Encode(input, room);
            if (written < 0) return null;
            wire.Write(room, 0, written);
        }

        var end = new byte[DataEncoder.MaxEnd];
        var last = encoder.End(end);
        if (last < 0) return null;
        wire.Write(end, 0, last);
        return Encoding.Latin1.GetString(wire.ToArray());
    }
}

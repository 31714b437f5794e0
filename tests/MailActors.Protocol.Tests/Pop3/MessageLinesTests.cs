using System.Text;
using MailActors.Protocol.Pop3;
using Xunit;

namespace MailActors.Protocol.Tests.Pop3;

public class MessageLinesTests
{
    [Theory]
    [InlineData("a\r\nb\r\n", "a\r\nb\r\n.\r\n")]
    [InlineData("", ".\r\n")]
    [InlineData("no end", "no end\r\n.\r\n")]
    [InlineData(".\r\n..\r\n.x", "..\r\n...\r\n..x\r\n.\r\n")]
    [InlineData("a\n.b\n\nc", "a\r\n..b\r\n\r\nc\r\n.\r\n")]
    [InlineData("a\rb\r\n", "a\rb\r\n.\r\n")]
    public void A_message_split_anywhere_is_stuffed(string message, string response)
    {
        for (var split = 0; split <= message.Length; split++)
            Assert.Equal(response, Write(null, message[..split], message[split..]));
    }

    [Theory]
    [InlineData(0, "A: 1\r\nB: 2\r\n\r\n.\r\n")]
    [InlineData(1, "A: 1\r\nB: 2\r\n\r\none\r\n.\r\n")]
    [InlineData(2, "A: 1\r\nB: 2\r\n\r\none\r\n..two\r\n.\r\n")]
    [InlineData(9, "A: 1\r\nB: 2\r\n\r\none\r\n..two\r\n\r\nthree\r\n.\r\n")]
    public void The_top_is_the_header_and_as_many_lines(int lines, string response)
    {
        const string message = "A: 1\r\nB: 2\r\n\r\none\r\n.two\r\n\r\nthree";
        for (var split = 0; split <= message.Length; split++)
            Assert.Equal(response, Write(lines, message[..split], message[split..]));
    }

    [Fact]
    public void The_output_never_outgrows_its_bound()
    {
        foreach (var message in new[] { "\n\n\n\n", ".", "....", "\n.\n.\n." })
            Assert.True(Write(null, message).Length <= MessageLines.MaxOutput(message.Length));
    }

    private static string Write(int? lines, params string[] pieces)
    {
        var encoder = new MessageLines(lines);
        var all = new StringBuilder();
        var into = new byte[1000];
        foreach (var piece in pieces) all.Append(Encoding.ASCII.GetString(into, 0, encoder.Write(Encoding.ASCII.GetBytes(piece), into)));
        return all.Append(Encoding.ASCII.GetString(into, 0, encoder.Finish(into))).ToString();
    }
}

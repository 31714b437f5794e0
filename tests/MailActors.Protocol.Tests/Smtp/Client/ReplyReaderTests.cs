using System.Text;
using MailActors.Protocol.Smtp.Client;
using Xunit;

namespace MailActors.Protocol.Tests.Smtp.Client;

public class ReplyReaderTests
{
    private const string Greeting = "250-mx.example.org hello\r\n250-SIZE 1000\r\n250 DSN\r\n";

    [Fact]
    public void A_reply_of_several_lines_is_one()
    {
        var reply = Read(Greeting, out _);

        Assert.Equal(250, reply!.Code);
        Assert.Equal(["mx.example.org hello", "SIZE 1000", "DSN"], reply.Lines.AsEnumerable());
    }

    [Fact]
    public void It_is_the_same_cut_at_every_octet()
    {
        var octets = Encoding.ASCII.GetBytes(Greeting);
        for (var cut = 0; cut <= octets.Length; cut++)
        {
            var reader = new ReplyReader();
            var reply = reader.Read(octets.AsSpan(0, cut), out var first);
            if (reply is null) reply = reader.Read(octets.AsSpan(first), out _);
            Assert.Equal(["mx.example.org hello", "SIZE 1000", "DSN"], reply!.Lines.AsEnumerable());
            Assert.False(reader.IsAmidReply);
        }
    }

    [Fact]
    public void What_follows_a_reply_is_left()
    {
        Assert.Equal("220 go", Read("220 go\r\n250-AUTH PLAIN", out var consumed)!.Text);
        Assert.Equal(8, consumed);
    }

    [Theory]
    [InlineData("220\r\n", "220")]
    [InlineData("220 bare line feed\n", "220 bare line feed")]
    [InlineData("550 5.1.1\tno\u0007 such\u001b user\r\n", "550 5.1.1 no? such? user")]
    public void Odd_but_clear_replies_are_read_and_made_harmless(string text, string expected) => Assert.Equal(expected, Read(text, out _)!.Text);

    [Theory]
    [Trait("acceptance", "RM-05")]
    [Trait("acceptance", "LP-08")]
    [InlineData("hello\r\n", ReplyFault.NoCode)]
    [InlineData("\r\n", ReplyFault.NoCode)]
    [InlineData("099 low\r\n", ReplyFault.NoCode)]
    [InlineData("600 high\r\n", ReplyFault.NoCode)]
    [InlineData("25 short\r\n", ReplyFault.NoCode)]
    [InlineData("2500 long\r\n", ReplyFault.NoCode)]
    [InlineData("250\0ok\r\n", ReplyFault.Nul)]
    [InlineData("250-one\r\n550 two\r\n", ReplyFault.MixedCodes)]
    public void What_is_no_reply_is_a_fault(string text, ReplyFault fault)
    {
        var reader = new ReplyReader();
        Assert.Null(reader.Read(Encoding.Latin1.GetBytes(text), out _));
        Assert.Equal(fault, reader.Fault);
        Assert.Null(reader.Read("250 ok\r\n"u8, out _));
    }

    [Fact, Trait("acceptance", "RM-05"), Trait("acceptance", "LP-08")]
    public void Endless_lines_and_endless_replies_end_at_a_limit()
    {
        var line = new ReplyReader();
        Assert.Null(line.Read(Encoding.ASCII.GetBytes("250 " + new string('x', 1_000_000)), out var consumed));
        Assert.Equal(ReplyFault.TooLong, line.Fault);
        Assert.True(consumed <= ReplyReader.MaxLine);

        var reply = new ReplyReader();
        var octets = 0;
        while (reply.Fault == ReplyFault.None)
        {
            Assert.Null(reply.Read("250-more\r\n"u8, out _));
            octets += 10;
            Assert.True(octets <= ReplyReader.MaxReply + 10);
        }

        Assert.Equal(ReplyFault.TooLong, reply.Fault);
        Assert.NotNull(Read(new StringBuilder().Insert(0, "250-more\r\n", 100).Append("250 last\r\n").ToString(), out _));
    }

    [Fact]
    public void The_text_of_a_reply_has_a_limit()
    {
        var reply = Read("550-" + new string('x', 2000) + "\r\n550 " + new string('y', 2000) + "\r\n", out _)!;
        Assert.Equal(RemoteReply.MaxText, reply.Text.Length);
    }

    [Theory]
    [InlineData("550 5.1.1 no such user", "5.1.1")]
    [InlineData("550 no such user", "5.0.0")]
    [InlineData("550 2.1.1 another class", "5.0.0")]
    [InlineData("450 4.7.1", "4.7.1")]
    [InlineData("450 4.1234.1 too long", "4.0.0")]
    [InlineData("450 4..1 empty", "4.0.0")]
    [InlineData("421", "4.0.0")]
    public void The_enhanced_status_is_taken_when_it_fits_the_code(string text, string status) => Assert.Equal(status, Read(text + "\r\n", out _)!.Status);

    private static RemoteReply? Read(string text, out int consumed) => new ReplyReader().Read(Encoding.Latin1.GetBytes(text), out consumed);
}

using System.Text;
using MailActors.Protocol.Framing;
using Xunit;

namespace MailActors.Protocol.Tests.Framing;

public class FrameDecoderTests
{
    private static readonly Expect Line = new Expect.Line(10);

    [Theory]
    [InlineData("\r\n", "", false)]
    [InlineData("NOOP\r\n", "NOOP", false)]
    [InlineData("0123456789\r\n", "0123456789", false)]
    [InlineData("NOOP\n", "NOOP", true)]
    [InlineData("\n", "", true)]
    [InlineData("NO\rOP\r\n", "NO\rOP", true)]
    [InlineData("NOOP\r\r\n", "NOOP\r", true)]
    [InlineData("N\0\xff\r\n", "N\0\xff", false)]
    [Trait("acceptance", "SM-02")]
    public void A_line_is_cut_the_same_however_it_is_split(string wire, string text, bool bare)
    {
        var (bytes, last, rest) = Feeding.ReadEveryWay(Line, wire + "REST");

        Assert.Equal(text, Encoding.Latin1.GetString(bytes));
        Assert.Equal(bare, Assert.IsType<Frame.Line>(last).BareNewline);
        Assert.Equal("REST", rest);
    }

    [Theory]
    [InlineData("0123456789a\r\n")]
    [InlineData("0123456789a\n")]
    [InlineData("0123456789\r\r\r\r\n")]
    [InlineData("0123456789abcdefghijklmnopqrstuvwxyz\r\n")]
    [Trait("acceptance", "SM-08")]
    public void An_over_long_line_is_skipped_to_its_end(string wire)
    {
        var (_, last, rest) = Feeding.ReadEveryWay(Line, wire + "REST");

        Assert.IsType<Frame.LineTooLong>(last);
        Assert.Equal("REST", rest);
    }

    [Fact]
    [Trait("acceptance", "SM-08")]
    public void A_line_without_end_is_not_kept()
    {
        var decoder = new FrameDecoder();
        var expect = new Expect.Line(2048);
        var segment = new byte[64 * 1024];
        segment.AsSpan().Fill((byte)'A');
        decoder.Read(segment, expect, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++) Assert.Null(decoder.Read(segment, expect, out _));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, 0, 64 * 1024);
        Assert.IsType<Frame.LineTooLong>(decoder.Read("\r\n"u8.ToArray(), expect, out _));
        Assert.True(decoder.IsEmpty);
    }

    [Fact]
    public void An_unfinished_line_is_told_before_tls()
    {
        var decoder = new FrameDecoder();
        decoder.Read("NO"u8.ToArray(), Line, out _);

        Assert.False(decoder.IsEmpty);
    }

    [Theory]
    [InlineData(0, "", "abc")]
    [InlineData(2, "ab", "c")]
    [InlineData(3, "abc", "")]
    [Trait("acceptance", "SM-02")]
    public void Octets_are_counted_and_not_looked_at(int count, string text, string rest)
    {
        var read = Feeding.ReadEveryWay(new Expect.Octets(count), "abc");

        Assert.Equal(text, Encoding.Latin1.GetString(read.Text));
        Assert.Equal(rest, read.Unread);
    }

    [Fact]
    public void A_run_that_is_announced_but_not_sent_costs_nothing()
    {
        var decoder = new FrameDecoder();
        var expect = new Expect.Octets(long.MaxValue);

        Assert.Null(decoder.Read(Memory<byte>.Empty, expect, out _));
        var piece = Assert.IsType<Frame.Octets>(decoder.Read("a"u8.ToArray(), expect, out _));
        Assert.False(piece.Last);
    }

    [Fact]
    public void Lines_octets_and_data_follow_each_other()
    {
        var decoder = new FrameDecoder();
        var wire = Feeding.Latin1("BDAT 3\r\nabcDATA\r\nx\r\n.\r\nQUIT\r\n");
        var (line, _, rest) = Feeding.ReadAll(decoder, Line, wire);
        var (octets, _, rest2) = Feeding.ReadAll(decoder, new Expect.Octets(3), Feeding.Latin1(rest));
        var (data, _, rest3) = Feeding.ReadAll(decoder, Line, Feeding.Latin1(rest2));
        var (text, _, rest4) = Feeding.ReadAll(decoder, Expect.Data.Instance, Feeding.Latin1(rest3));

        Assert.Equal(["BDAT 3", "abc", "DATA", "x\r\n", "QUIT\r\n"],
            [Encoding.Latin1.GetString(line), Encoding.Latin1.GetString(octets), Encoding.Latin1.GetString(data), Encoding.Latin1.GetString(text), rest4]);
    }
}

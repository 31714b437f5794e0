using System.Text;
using FsCheck.Fluent;
using FsCheck;
using MailActors.Protocol.Framing;
using Xunit;

namespace MailActors.Protocol.Tests.Framing;

public class DataDecoderTests
{
    private const string Second = "MAIL FROM:<evil@example.test>\r\nRCPT TO:<v@example.test>\r\nDATA\r\nsmuggled\r\n.\r\n";

    [Theory]
    [InlineData(".\r\n", "")]
    [InlineData("a\r\n.\r\n", "a\r\n")]
    [InlineData("..\r\n.\r\n", ".\r\n")]
    [InlineData("..a\r\n...b\r\n.\r\n", ".a\r\n..b\r\n")]
    [InlineData("\r\n\r\n.\r\n", "\r\n\r\n")]
    [InlineData("a.\r\nb.c\r\n.\r\n", "a.\r\nb.c\r\n")]
    [InlineData(".a\r\n.\r\n", "a\r\n")]
    [InlineData("\xe9\r\n.\r\n", "\xe9\r\n")]
    [Trait("acceptance", "SM-02")]
    public void Data_is_unstuffed_the_same_however_it_is_split(string wire, string text)
    {
        var (bytes, last, rest) = Feeding.ReadEveryWay(Expect.Data.Instance, wire + "QUIT\r\n");

        Assert.Equal(text, Encoding.Latin1.GetString(bytes));
        Assert.Equal(DataFaults.None, Assert.IsType<Frame.Data>(last).Faults);
        Assert.Equal("QUIT\r\n", rest);
    }

    [Theory]
    [InlineData("\n.\n", DataFaults.BareLineFeed)]
    [InlineData("\r.\r", DataFaults.BareCarriageReturn)]
    [InlineData("\r.\n", DataFaults.BareCarriageReturn | DataFaults.BareLineFeed)]
    [InlineData("\n.\r", DataFaults.BareCarriageReturn | DataFaults.BareLineFeed)]
    [InlineData("\n.\r\n", DataFaults.BareLineFeed)]
    [InlineData("\r\n.\n", DataFaults.BareLineFeed)]
    [InlineData("\r.\r\n", DataFaults.BareCarriageReturn)]
    [InlineData("\r\n.\r", DataFaults.BareCarriageReturn)]
    [InlineData("\r\n\0.\r\n", DataFaults.Nul)]
    [InlineData("\r\n.\0\r\n", DataFaults.Nul)]
    [InlineData("\r\n.\r\r\n", DataFaults.BareCarriageReturn)]
    [Trait("acceptance", "SM-01")]
    [Trait("acceptance", "SM-02")]
    public void Only_a_dot_between_two_crlf_ends_the_data(string trick, DataFaults faults)
    {
        var (bytes, last, rest) = Feeding.ReadEveryWay(Expect.Data.Instance, "first" + trick + Second);

        Assert.Equal("", rest);
        Assert.Equal(faults, Assert.IsType<Frame.Data>(last).Faults);
        Assert.Contains("smuggled", Encoding.Latin1.GetString(bytes));
    }

    [Fact]
    public void Faults_of_one_message_are_not_told_with_the_next()
    {
        var decoder = new FrameDecoder();
        var bad = Feeding.ReadAll(decoder, Expect.Data.Instance, Feeding.Latin1("a\nb\r\n.\r\n"));
        var good = Feeding.ReadAll(decoder, Expect.Data.Instance, Feeding.Latin1("a\r\n.\r\n"));

        Assert.Equal(DataFaults.BareLineFeed, ((Frame.Data)bad.Last).Faults);
        Assert.Equal(DataFaults.None, ((Frame.Data)good.Last).Faults);
    }

    [Fact]
    public void What_was_not_asked_for_stays_unread()
    {
        var decoder = new FrameDecoder();
        var (_, _, rest) = Feeding.ReadAll(decoder, Expect.Data.Instance, Feeding.Latin1("x\r\n.\r\nMAIL\r\n"));

        Assert.Equal("MAIL\r\n", rest);
        Assert.True(decoder.IsEmpty);
    }

    /// <summary>Bodies of lines made of dots, letters and nothing, stuffed as RFC 5321 §4.5.2 says, come back as they were.</summary>
    [FsCheck.Xunit.Property(MaxTest = 2000)]
    [Trait("acceptance", "SM-03")]
    public Property Stuffed_bodies_round_trip() => Prop.ForAll(
        ArbMap.Default.ArbFor<int>().Generator.ListOf().Two().ToArbitrary(),
        pair => RoundTrips(string.Concat(pair.Item1.Select(Piece)) + "\r\n", [.. pair.Item2]));

    /// <summary>As many as the acceptance row asks for; without shrinking, so that it is done in seconds.</summary>
    [Fact]
    [Trait("acceptance", "SM-03")]
    public void Very_many_stuffed_bodies_round_trip()
    {
        var random = new Random(20261124);
        for (var i = 0; i < 100_000; i++)
        {
            var body = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => Piece(random.Next()))) + "\r\n";
            int[] splits = [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next())];
            Assert.True(RoundTrips(body, splits), $"{body} split at {string.Join(", ", splits)}");
        }
    }

    private static string Piece(int n) => (n & 7) switch { 0 or 1 => ".", 2 => "..", 3 => "a", 4 => "\xff", _ => "\r\n" };

    private static bool RoundTrips(string body, int[] at)
    {
        var wire = Feeding.Latin1(Stuff(body) + ".\r\n");
        int[] splits = [.. at.Select(n => (int)((uint)n % (wire.Length + 1))).Order()];
        var (text, last, _) = Feeding.ReadAll(new FrameDecoder(), Expect.Data.Instance, wire, splits);
        return Encoding.Latin1.GetString(text) == body && ((Frame.Data)last).Faults == DataFaults.None;
    }

    private static string Stuff(string body) => string.Join("\r\n", body.Split("\r\n").Select(line => line.StartsWith('.') ? "." + line : line));
}

using System.Diagnostics;
using System.Text;
using MailActors.Protocol.Imap;
using Xunit;

namespace MailActors.Protocol.Tests.Imap;

/// <summary>Four times the input takes about four times the work, whatever the input is made to be. The bound lies halfway between linear (4) and quadratic (16).</summary>
[Collection("alone")]
public sealed class ScalingTests
{
    private const double Most = 6;

    /// <summary>Octets that a reading may allocate without a collection.</summary>
    private const long Quiet = 32 * 1024 * 1024;

    public static TheoryData<string, string, string> Generators => new()
    {
        { "SEARCH (", "(", "SEEN" },
        { "SEARCH ", "NOT ", "SEEN" },
        { "SEARCH ", "OR ", "SEEN" },
        { "SEARCH SEEN", " SEEN", "" },
        { "SEARCH 1", ",5:7", "" },
        { "COPY 1", ",4294967295:1", " x" },
        { "SEARCH SUBJECT \"", "\\\"", "\"" },
        { "SEARCH SUBJECT \"", "{5}", "\"" },
        { "SELECT \"", "&AOk-x", "\"" },
        { "SELECT \"", "&", "\"" },
        { "FETCH 1 (FLAGS", " FLAGS", ")" },
        { "FETCH 1 (", "BODY[1] ", ")" },
        { "FETCH 1 BODY[HEADER.FIELDS (a", " a", ")]" },
        { "FETCH 1 BODY[1", ".1", "]" },
        { "STORE 1 FLAGS (a", " a", ")" },
        { "STORE 1 FLAGS (", "(", ")" },
        { "LIST \"\" (", "* ", ")" },
        { "LIST \"\" \"", "*%", "\"" },
        { "LIST \"\" \"", "\u0301\u0323", "\"" },
        { "CREATE x (USE (", "\\Sent ", "))" },
        { "ENABLE a", " b", "" },
        { "ID (\"a\" NIL", " \"b\" NIL", ")" },
        { "STATUS x (MESSAGES", " MESSAGES", ")" },
        { "SETQUOTA x (a 1", " b 2", ")" },
        { "", "A", "" },
    };

    [Theory]
    [MemberData(nameof(Generators))]
    [Trait("acceptance", "MI-03")]
    [Trait("acceptance", "IP-04")]
    public void Reading_is_linear(string head, string repeated, string tail)
    {
        byte[][] octets = [Line(10_000), Line(40_000)];
        byte[] Line(int times) => Encoding.UTF8.GetBytes($"a {head}{Repeat(repeated, times)}{tail}");
        foreach (var one in octets) Read(one);

        // Other work on the machine makes a reading slower, never faster: the best of many is the work itself. What is quadratic stays at 16.
        double small = double.MaxValue, large = double.MaxValue;
        for (var i = 0; i < 60 && (i < 2 || large / small > Most); i++)
        {
            small = Math.Min(small, Time(octets[0]));
            large = Math.Min(large, Time(octets[1]));
        }

        Assert.True(large / small <= Most, $"four times the input took {large / small:0.0} times as long");
    }

    [Theory]
    [InlineData("(")]
    [InlineData("NOT ")]
    [InlineData("OR SEEN ")]
    [Trait("acceptance", "IP-04")]
    public void A_search_nested_a_hundred_thousand_times_is_refused_as_too_big(string repeated)
    {
        var reading = ImapCommandReader.Read(Encoding.ASCII.GetBytes("a SEARCH " + Repeat(repeated, 100_000) + "SEEN"), false);
        Assert.Equal(ImapFaultKind.TooBig, reading.Fault?.Kind);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    [Trait("acceptance", "IP-04")]
    public void Nesting_is_allowed_up_to_a_hundred(int depth, bool good) =>
        Assert.Equal(good, ImapCommandReader.Read(Encoding.ASCII.GetBytes("a SEARCH " + Repeat("NOT ", depth - 1) + "(SEEN)"), false).Command is not null);

    [Theory]
    [InlineData(2_000, true)]
    [InlineData(2_001, false)]
    public void Search_keys_are_counted(int keys, bool good) =>
        Assert.Equal(good, ImapCommandReader.Read(Encoding.ASCII.GetBytes("a SEARCH SEEN" + Repeat(" SEEN", keys - 1)), false).Command is not null);

    [Fact]
    [Trait("acceptance", "IP-04")]
    public void A_set_of_a_million_ranges_is_read_and_resolved()
    {
        var text = "a SEARCH 1" + string.Concat(Enumerable.Range(1, 1_000_000).Select(i => $",{i * 3}"));
        var reading = ImapCommandReader.Read(Encoding.ASCII.GetBytes(text), false);
        var search = Assert.IsType<MailActors.Protocol.Imap.Commands.SearchCommand>(reading.Command);
        var set = Assert.IsType<MailActors.Protocol.Imap.Commands.SearchKey.Sequence>(search.Key).Set;
        Assert.Equal(1_000_001, set.Resolve(5).Count);
    }

    private static string Repeat(string text, int times) => new StringBuilder(text.Length * times).Insert(0, text, times).ToString();

    private static void Read(byte[] octets)
    {
        ImapCommandReader.Read(octets, false);
        ImapCommandReader.Read(octets, true);
    }

    private static double Time(byte[] octets)
    {
        // A collection costs what all other tests left behind, and only the larger input would meet one.
        var quiet = GC.TryStartNoGCRegion(Quiet);
        var start = Stopwatch.GetTimestamp();
        Read(octets);

        // Less than a microsecond is an early refusal.
        var time = Math.Max(Stopwatch.GetElapsedTime(start).TotalMicroseconds, 1);
        if (quiet && System.Runtime.GCSettings.LatencyMode == System.Runtime.GCLatencyMode.NoGCRegion) GC.EndNoGCRegion();
        return time;
    }
}

/// <summary>Tests that measure time run while no others do.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class Alone;

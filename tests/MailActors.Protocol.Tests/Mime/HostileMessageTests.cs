using System.Diagnostics;
using System.Text;
using MailActors.Protocol.Mime;
using Xunit;

namespace MailActors.Protocol.Tests.Mime;

/// <summary>Messages made to hurt: each in the full size once, on a small stack, and in three sizes for the growth of time.</summary>
public class HostileMessageTests
{
    private const int SmallStack = 128 * 1024;

    public static TheoryData<string> Generators => new(Hostile.Generators.Keys);

    [Theory]
    [Trait("acceptance", "MI-01")]
    [InlineData("nested multiparts, 100000 deep")]
    [InlineData("nested multiparts of one boundary")]
    [InlineData("nested messages")]
    public void Depth_is_cut_at_its_limit(string name)
    {
        var summary = OnSmallStack(Hostile.Generators[name](100_000));
        var depth = 0;
        for (MimePart? part = summary.Root; part is not null; part = part.Children.Count > 0 ? part.Children[0] : null) depth++;
        Assert.Equal(MimeLimits.Depth, depth);
    }

    [Fact]
    [Trait("acceptance", "MI-02")]
    public void A_million_parts_are_cut_at_the_limit()
    {
        var summary = OnSmallStack(Hostile.Generators["parts"](1_000_000));
        Assert.Equal(MimeLimits.Parts - 1, summary.Root.Children.Count);
        Assert.True(summary.BodyStructure.Length < 1_000_000);
    }

    [Fact]
    [Trait("acceptance", "MI-02")]
    public void Parameters_are_cut_at_the_limit()
    {
        var summary = OnSmallStack(Hostile.Generators["parameters"](100_000));
        Assert.True(summary.BodyStructure.Length < 4_000);
    }

    [Fact]
    [Trait("acceptance", "MI-02")]
    public void A_header_of_50_MB_is_read_in_bounded_memory()
    {
        var builder = new MessageSummaryBuilder();
        builder.Feed("Subject: "u8);
        var piece = Encoding.ASCII.GetBytes(new string('x', 64 * 1024));
        for (var i = 0; i < 800; i++) builder.Feed(piece);
        builder.Feed("\r\nTo: a@b\r\n\r\nbody"u8);
        var summary = builder.Complete();
        Assert.Equal(4, summary.Root.Content.Length);
        Assert.InRange(summary.Envelope.Length, MimeLimits.SearchField, 2 * MimeLimits.Field);
        Assert.Equal("<a@b>", summary.Fields.To);
    }

    [Theory]
    [MemberData(nameof(Generators))]
    [Trait("acceptance", "MI-02")]
    public void Any_of_them_gives_a_bounded_summary(string name)
    {
        var message = Hostile.Generators[name](50_000);
        var summary = OnSmallStack(message);
        Assert.Equal(message.Length, summary.Size);
        Assert.True(StructureTests.Nests(summary.Root, 0, message.Length));
        var kept = MessageSummaryCodec.Write(summary);
        Assert.True(kept.Length < 16 * MimeLimits.Fields, $"{kept.Length}");
        Assert.NotNull(MessageSummaryCodec.Read(kept));
    }

    /// <summary>Four times the input may cost six times the time; a run that other work disturbed is repeated.</summary>
    [Theory]
    [MemberData(nameof(Generators))]
    [Trait("acceptance", "MI-03")]
    public void Time_grows_as_the_message_does(string name)
    {
        const int n = 4_000;
        var small = Hostile.Generators[name](n);
        var large = Hostile.Generators[name](4 * n);
        var growth = (double)large.Length / small.Length;
        Measure(small);
        var best = double.MaxValue;
        for (var run = 0; run < 20 && best > 1.5 * growth; run++) best = Math.Min(best, Measure(large) / Measure(small));
        Assert.True(best <= 1.5 * growth, $"{name}: {best:0.0} times the time for {growth:0.0} times the message");
    }

    private static double Measure(byte[] message)
    {
        var best = long.MaxValue;
        for (var i = 0; i < 3; i++)
        {
            var start = Stopwatch.GetTimestamp();
            MessageSummaryBuilder.Summarise(message);
            best = Math.Min(best, Stopwatch.GetTimestamp() - start);
        }

        return best;
    }

    private static MessageSummary OnSmallStack(byte[] message)
    {
        MessageSummary? summary = null;
        var thread = new Thread(() => summary = MessageSummaryBuilder.Summarise(message), SmallStack);
        thread.Start();
        thread.Join();
        return summary!;
    }
}

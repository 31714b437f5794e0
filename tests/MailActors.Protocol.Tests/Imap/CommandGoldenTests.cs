using MailActors.Protocol.Imap;
using MailActors.Protocol.Imap.Commands;
using Xunit;

namespace MailActors.Protocol.Tests.Imap;

/// <summary>Every command of the grammar, with bad neighbours, whole and cut at every octet.</summary>
public sealed class CommandGoldenTests
{
    public static IEnumerable<object?[]> Good => Golden.Cases().Where(c => c.Good).Select(c => new object?[] { c.Utf8Names, c.LoggedIn, c.Line, c.Expected });

    public static IEnumerable<object?[]> Bad => Golden.Cases().Where(c => !c.Good).Select(c => new object?[] { c.Utf8Names, c.LoggedIn, c.Line });

    [Theory]
    [MemberData(nameof(Good))]
    public void Good_lines_are_read(bool utf8Names, bool loggedIn, string line, string? expected)
    {
        var wire = new Wire(utf8Names: utf8Names, loggedIn: loggedIn).Send(Golden.Octets(line));
        var command = Assert.IsType<ImapStep.Complete>(Assert.Single(wire.Ends)).Command;
        Assert.Equal(expected, Golden.Dump(command));
        Assert.StartsWith(command.Tag, line, StringComparison.Ordinal);
        Assert.True(wire.Assembler.IsIdle);
    }

    [Theory]
    [MemberData(nameof(Good))]
    public void Good_lines_cut_at_every_octet_are_the_same(bool utf8Names, bool loggedIn, string line, string? expected)
    {
        var wire = new Wire(utf8Names: utf8Names, loggedIn: loggedIn).Send(Golden.Octets(line), pieces: 1);
        Assert.Equal(expected, Golden.Dump(Assert.IsType<ImapStep.Complete>(Assert.Single(wire.Ends)).Command));
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Bad_neighbours_are_refused(bool utf8Names, bool loggedIn, string line)
    {
        var wire = new Wire(utf8Names: utf8Names, loggedIn: loggedIn).Send(Golden.Octets(line));
        var bad = Assert.IsType<ImapStep.Bad>(wire.Ends.First());
        Assert.NotEmpty(bad.Fault.Text);
        Assert.All(bad.Fault.Text, letter => Assert.InRange(letter, ' ', '~'));
    }

    [Fact]
    public void Every_command_record_is_among_the_good_lines()
    {
        var read = Golden.Cases().Where(c => c.Good)
            .SelectMany(c => new Wire(utf8Names: c.Utf8Names, loggedIn: c.LoggedIn).Send(Golden.Octets(c.Line)).Steps.OfType<ImapStep.Complete>())
            .Select(s => s.Command.GetType()).ToHashSet();
        var all = typeof(ImapCommand).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(ImapCommand)));
        Assert.Empty(all.Where(t => !read.Contains(t)).Select(t => t.Name));
    }

    [Fact]
    public void Every_name_in_the_table_is_among_the_good_and_the_bad_lines()
    {
        Assert.Empty(ImapCommandReader.Names.Where(n => !Golden.Cases().Any(c => c.Good && IsOf(c.Line, n))));
        Assert.Empty(ImapCommandReader.Names.Where(n => !n.StartsWith("UID ", StringComparison.Ordinal) && n != "EXAMINE" && !Golden.Cases().Any(c => !c.Good && IsOf(c.Line, n))));
    }

    private static bool IsOf(string line, string name) => (line + " ").Contains($" {name} ", StringComparison.OrdinalIgnoreCase);
}

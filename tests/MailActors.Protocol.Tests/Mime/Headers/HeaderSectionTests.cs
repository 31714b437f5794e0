using System.Text;
using MailActors.Protocol.Mime.Headers;
using Xunit;

namespace MailActors.Protocol.Tests.Mime.Headers;

public class HeaderSectionTests
{
    [Fact]
    public void Fields_come_in_order_and_end_at_the_empty_line() =>
        Assert.Equal(
            ["From=a@b.test", "Subject=one two", "X="],
            Read("From: a@b.test\r\nSubject: one\r\n two\r\nX:\r\n\r\nBody: no\r\n"));

    [Theory]
    [InlineData("A: 1\nB: 2\n\nC: 3", "A=1,B=2")]
    [InlineData("A : 1\r\nB:2", "A=1,B=2")]
    [InlineData("no field\r\nA: 1\r\n\r\n", "=no field,A=1")]
    [InlineData(" folded from the start\r\nA: 1\r\n\r\n", "=folded from the start,A=1")]
    [InlineData("A: 1\r\n \r\n\t\r\nB: 2\r\n\r\n", "A=1,B=2")]
    [InlineData("A: x\ry\0z\r\n\r\n", "A=x y z")]
    [InlineData("\r\nA: 1", "")]
    [InlineData("", "")]
    public void What_is_broken_is_read_as_far_as_it_goes(string section, string expected) =>
        Assert.Equal(expected, string.Join(',', Read(section)));

    [Theory]
    [InlineData("A: 1\r\n\r\nbody", true, 8)]
    [InlineData("A: 1\n\nbody", true, 6)]
    [InlineData("\r\nbody", true, 2)]
    [InlineData("A: 1\r\n", false, 6)]
    [InlineData("A: 1\r\n\r", false, 7)]
    [InlineData("", false, 0)]
    public void The_section_ends_behind_its_empty_line(string message, bool ended, int length)
    {
        Assert.Equal(ended, HeaderSection.TryMeasure(Encoding.ASCII.GetBytes(message), out var measured));
        Assert.Equal(length, measured);
    }

    [Fact]
    public void A_field_knows_where_it_stands()
    {
        var section = "A: 1\r\nBcc: x,\r\n y\r\nC: 3\r\n"u8;
        foreach (var field in new HeaderSection(section))
            Assert.True(section.Slice(field.Offset, field.Whole.Length).SequenceEqual(field.Whole));
    }

    private static List<string> Read(string section)
    {
        var fields = new List<string>();
        foreach (var field in new HeaderSection(Encoding.UTF8.GetBytes(section)))
            fields.Add($"{Encoding.UTF8.GetString(field.Name)}={field.Unfold()}");
        return fields;
    }
}

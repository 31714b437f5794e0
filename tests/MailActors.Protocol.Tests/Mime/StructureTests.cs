using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MailActors.Protocol.Mime;
using Xunit;

namespace MailActors.Protocol.Tests.Mime;

public class StructureTests
{
    /// <summary>What makes structure, so that random pieces of it often do.</summary>
    private static readonly string[] Pieces =
    [
        "\r\n", "\r\n", "\n", "\r", "--", "--a", "--a--", "--b", "--b--", "-", " ", "\t", ":", ";", "=", "\"", "x", "(", "<", ",", "\0", "ä",
        "Content-Type: multipart/mixed; boundary=a", "Content-Type: multipart/digest; boundary=\"b\"", "Content-Type: message/rfc822",
        "Content-Type: text/html; charset=utf-8", "Content-Transfer-Encoding: base64", "Subject: x", "From: a@b", "\r\n\r\n", "\r\n--a\r\n", "\r\n--b\r\n\r\n",
    ];

    [Property(MaxTest = 500)]
    public Property Parts_lie_inside_their_parents_whatever_comes() =>
        Prop.ForAll(Messages(), message =>
        {
            var summary = MessageSummaryBuilder.Summarise(message);
            return summary.Size == message.Length && Nests(summary.Root, 0, message.Length);
        });

    [Property(MaxTest = 200)]
    public Property A_message_in_pieces_has_the_same_summary() =>
        Prop.ForAll(Messages(), message =>
        {
            var whole = Encode(MessageSummaryBuilder.Summarise(message));
            for (var size = 1; size <= 7; size += 2)
            {
                var builder = new MessageSummaryBuilder();
                foreach (var piece in message.Chunk(size)) builder.Feed(piece);
                if (Encode(builder.Complete()) != whole) return false;
            }

            return true;
        });

    [Property(MaxTest = 300)]
    public bool Random_octets_give_a_summary(byte[] message) =>
        Nests(MessageSummaryBuilder.Summarise(message).Root, 0, message.Length);

    [Fact]
    public void A_boundary_owns_the_line_end_before_it()
    {
        var (message, root) = Read("Content-Type: multipart/mixed; boundary=b\n\nintro\n--b\n\none\n\n--b\nX: y\n\ntwo\n--b--\nend\n");
        Assert.Equal(["one\r\n", "two"], root.Children.Select(c => Wire.Cut(message, c.Content)));
        Assert.Equal(["\r\n", "X: y\r\n\r\n"], root.Children.Select(c => Wire.Cut(message, c.Headers)));
        Assert.EndsWith("end\r\n", Wire.Cut(message, root.Content));
    }

    [Theory]
    [InlineData("no end", "M: b\n\n--b\n\none\n--b\n\ntwo\n", "one|two\r\n")]
    [InlineData("end without line end", "M: b\n\n--b\n\none\n--b--", "one")]
    [InlineData("boundary in the header of a part", "M: b\n\n--b\nX: y\n--b\n\ntwo\n--b--\n", "|two")]
    [InlineData("nothing between boundaries", "M: b\n\n--b\n--b\n\n--b--\n", "|")]
    [InlineData("blanks behind the boundary", "M: b\n\n--b \t\n\none\n--b--  \n", "one")]
    [InlineData("longer names are other boundaries", "M: b\n\n--b\n\none\n--bb\n--b-\n--b---\n--b--\n", "one\r\n--bb\r\n--b-\r\n--b---")]
    [InlineData("after the end nothing starts", "M: b\n\n--b\n\none\n--b--\n--b\n\ntwo\n", "one")]
    [InlineData("duplicate type, the first counts", "M: b\nM: c\n\n--b\n\none\n--c\n--b--\n", "one\r\n--c")]
    [InlineData("an outer boundary ends what is inside", "M: b\n\n--b\nM: c\n\n--c\n\none\n--b\n\ntwo\n--b--\n", "--c\r\n\r\none|two")]
    public void Broken_multiparts_are_read_as_far_as_they_go(string what, string text, string contents)
    {
        var (message, root) = Read(text.Replace("M: ", "Content-Type: multipart/mixed; boundary="));
        Assert.True(contents == string.Join('|', root.Children.Select(c => Wire.Cut(message, c.Content))), what);
    }

    [Fact]
    public void A_part_that_begins_where_an_outer_boundary_stands_lies_inside_its_parents()
    {
        var (message, root) = Read("Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n--a--\n");
        Assert.True(Nests(root, 0, message.Length));
    }

    [Fact]
    public void Lines_may_end_in_LF_only()
    {
        var message = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b--\n"u8.ToArray();
        var part = Assert.Single(MessageSummaryBuilder.Summarise(message).Root.Children);
        Assert.Equal("one", Wire.Cut(message, part.Content));
    }

    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("\r\n", 2, 0)]
    [InlineData("Subject: x", 10, 0)]
    [InlineData("Subject: x\r\n", 12, 0)]
    [InlineData("Subject: x\r\n\r\nbody", 14, 4)]
    [InlineData("just text\r\nwithout\r\nany field", 29, 0)]
    public void Without_an_empty_line_all_is_header(string message, long header, long content)
    {
        var root = MessageSummaryBuilder.Summarise(Encoding.ASCII.GetBytes(message)).Root;
        Assert.Equal(new Extent(0, header), root.Headers);
        Assert.Equal(new Extent(header, content), root.Content);
    }

    [Fact]
    public void A_message_inside_starts_where_its_part_does()
    {
        var (message, root) = Read("Content-Type: message/rfc822\n\nSubject: x\n\nbody\n");
        var inner = Assert.Single(root.Children);
        Assert.Equal("Subject: x\r\n\r\n", Wire.Cut(message, inner.Headers));
        Assert.Equal("body\r\n", Wire.Cut(message, inner.Content));
    }

    internal static bool Nests(MimePart part, long start, long end)
    {
        var open = new Stack<(MimePart Part, long Start, long End)>([(part, start, end)]);
        while (open.TryPop(out var next))
        {
            var p = next.Part;
            if (p.Headers.Offset < next.Start || p.Headers.Length < 0 || p.Headers.End != p.Content.Offset) return false;
            if (p.Content.Length < 0 || p.Content.End > next.End) return false;
            var from = p.Content.Offset;
            foreach (var child in p.Children)
            {
                open.Push((child, from, p.Content.End));
                from = child.Content.End;
            }
        }

        return true;
    }

    private static string Encode(MessageSummary summary) => Convert.ToHexString(MessageSummaryCodec.Write(summary));

    private static (byte[] Message, MimePart Root) Read(string text)
    {
        var message = Wire.Mail(text);
        return (message, MessageSummaryBuilder.Summarise(message).Root);
    }

    private static Arbitrary<byte[]> Messages() =>
        Gen.Elements(Pieces).ListOf().Select(pieces => Encoding.UTF8.GetBytes(string.Concat(pieces))).ToArbitrary();
}

using MailActors.Protocol.Mime.Sections;
using Xunit;

namespace MailActors.Protocol.Tests.Mime.Sections;

public class BodySectionsTests
{
    /// <summary>The shape of RFC 9051 §6.4.5.1's example.</summary>
    private const string Message =
        """
        Subject: root
        Content-Type: multipart/mixed; boundary=a

        --a
        X: 1

        text 1
        --a
        Content-Type: application/octet-stream

        octets 2
        --a
        Content-Type: message/rfc822

        Subject: three
        Content-Type: multipart/mixed; boundary=b

        --b

        text 3.1
        --b
        Content-Type: application/octet-stream

        octets 3.2
        --b--
        --a
        Content-Type: multipart/mixed; boundary=c

        --c
        Content-Type: image/gif

        gif 4.1
        --c
        Content-Type: message/rfc822

        Subject: four two

        text 4.2.1
        --c--
        --a--

        """;

    [Theory]
    [InlineData("", SectionText.Header, "Subject: root\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n")]
    [InlineData("1", SectionText.Whole, "text 1")]
    [InlineData("1", SectionText.Mime, "X: 1\r\n\r\n")]
    [InlineData("2", SectionText.Whole, "octets 2")]
    [InlineData("3", SectionText.Header, "Subject: three\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n")]
    [InlineData("3", SectionText.Text, "--b\r\n\r\ntext 3.1\r\n--b\r\nContent-Type: application/octet-stream\r\n\r\noctets 3.2\r\n--b--")]
    [InlineData("3.1", SectionText.Whole, "text 3.1")]
    [InlineData("3.2", SectionText.Mime, "Content-Type: application/octet-stream\r\n\r\n")]
    [InlineData("4", SectionText.Mime, "Content-Type: multipart/mixed; boundary=c\r\n\r\n")]
    [InlineData("4.1", SectionText.Mime, "Content-Type: image/gif\r\n\r\n")]
    [InlineData("4.1", SectionText.Whole, "gif 4.1")]
    [InlineData("4.2", SectionText.Header, "Subject: four two\r\n\r\n")]
    [InlineData("4.2", SectionText.Text, "text 4.2.1")]
    [InlineData("4.2.1", SectionText.Whole, "text 4.2.1")]
    [InlineData("4.2.1", SectionText.Mime, "Subject: four two\r\n\r\n")]
    public void Sections_are_found(string path, SectionText text, string content)
    {
        var message = Wire.Mail(Message);
        Assert.Equal(content, Wire.Cut(message, BodySections.Find(Wire.Summarise(Message).Root, Path(path), text)!.Value));
    }

    [Theory]
    [InlineData("", SectionText.Mime)]
    [InlineData("0", SectionText.Whole)]
    [InlineData("5", SectionText.Whole)]
    [InlineData("4294967295", SectionText.Whole)]
    [InlineData("1.1", SectionText.Whole)]
    [InlineData("1", SectionText.Header)]
    [InlineData("1", SectionText.Text)]
    [InlineData("4", SectionText.Header)]
    [InlineData("3.3", SectionText.Whole)]
    [InlineData("4.2.2", SectionText.Whole)]
    [InlineData("4.2.1.1", SectionText.Whole)]
    public void What_is_not_there_is_not_found(string path, SectionText text) =>
        Assert.Null(BodySections.Find(Wire.Summarise(Message).Root, Path(path), text));

    [Fact]
    public void The_only_part_of_a_plain_message_is_its_body()
    {
        const string plain = "Subject: x\n\nbody";
        var root = Wire.Summarise(plain).Root;
        Assert.Equal(root.Content, BodySections.Find(root, [1], SectionText.Whole));
        Assert.Equal(root.Headers, BodySections.Find(root, [1], SectionText.Mime));
        Assert.Null(BodySections.Find(root, [2], SectionText.Whole));
        Assert.Equal(Wire.Mail(plain).Length, BodySections.Find(root, [], SectionText.Whole)!.Value.Length);
    }

    [Theory]
    [InlineData(false, "Subject: x\r\n y\r\nTO: b\r\n\r\n")]
    [InlineData(true, "From: a\r\nsubjects: z\r\n\r\n")]
    public void Fields_are_chosen_by_name(bool not, string chosen)
    {
        var header = Wire.Mail("From: a\nSubject: x\n y\nTO: b\nsubjects: z\n\n");
        Assert.Equal(chosen, Wire.Text(HeaderFilter.Select(header, ["subject", "To", "nothing"], not)));
    }

    [Fact]
    public void The_empty_line_is_always_there()
    {
        Assert.Equal("\r\n", Wire.Text(HeaderFilter.Select("A: 1\r\n\r\n"u8, ["B"], false)));
        Assert.Equal("A: 1\r\n\r\n", Wire.Text(HeaderFilter.Select("A: 1"u8, ["A"], false)));
    }

    private static uint[] Path(string path) => path == "" ? [] : [.. path.Split('.').Select(uint.Parse)];
}

using System.Buffers;
using MailActors.Protocol.Mime.Transport;
using Xunit;

namespace MailActors.Protocol.Tests.Mime.Transport;

public sealed class PartHeadTests
{
    [Fact]
    public void The_first_encoding_is_replaced_and_others_go()
    {
        Assert.Equal(
            "From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Transfer-Encoding: base64\r\nContent-Type: text/plain;\r\n\tcharset=utf-8\r\n\r\n",
            Written("From: a@b.example\nMIME-Version: 1.0\nContent-transfer-encoding: 8bit\n (really)\nContent-Type: text/plain;\n\tcharset=utf-8\nContent-Transfer-Encoding: 7bit\n\n", "base64"));
    }

    [Fact]
    public void Mail_from_before_mime_becomes_mime_of_an_unknown_charset()
    {
        Assert.Equal(
            "From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=unknown-8bit\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n",
            Written("From: a@b.example\n\n", "quoted-printable"));
    }

    [Fact]
    public void A_part_gets_no_more_than_its_encoding() =>
        Assert.Equal("Content-Transfer-Encoding: quoted-printable\r\n\r\n", Written("\n", "quoted-printable", isMessage: false));

    [Theory]
    [InlineData("multipart/mixed; boundary=b")]
    [InlineData(" Message/Partial")]
    public void A_composite_type_is_never_encoded(string type)
    {
        Assert.Equal(TransportFault.NoPart, PartHead.Write(Wire.Mail($"Content-Type: {type}\n\n"), "base64", isMessage: false, new ArrayBufferWriter<byte>()));
        Assert.Null(PartHead.Write(Wire.Mail($"Content-Type: {type}\n\n"), "7bit", isMessage: false, new ArrayBufferWriter<byte>()));
    }

    [Fact]
    public void Long_lines_are_folded_where_they_may_be()
    {
        var list = string.Join(", ", Enumerable.Range(0, 300).Select(i => $"name{i}@example.test"));

        var written = Written($"To: {list}\nSubject: short\n\n", null);

        Assert.All(written.Split("\r\n"), line => Assert.InRange(line.Length, 0, 998));
        Assert.Equal($"To: {list}\r\nSubject: short\r\n\r\n", written.Replace("\r\n ", " ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("To: ")]
    [InlineData("To:")]
    public void A_long_line_without_a_place_to_fold_is_a_fault(string start)
    {
        var fault = PartHead.Write(Wire.Mail(start + new string('x', 1200) + "\n\n"), null, isMessage: true, new ArrayBufferWriter<byte>());

        Assert.Equal(TransportFault.HeaderLine, fault);
    }

    private static string Written(string head, string? encoding, bool isMessage = true)
    {
        var into = new ArrayBufferWriter<byte>();
        Assert.Null(PartHead.Write(Wire.Mail(head), encoding, isMessage, into));
        return Wire.Text(into.WrittenMemory);
    }
}

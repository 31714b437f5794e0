using System.Text;
using MimeKit;
using Xunit;
using static MailActors.Protocol.Tests.Dsn.Reports;

namespace MailActors.Protocol.Tests.Dsn;

public sealed class InternationalReportTests
{
    private const string Utf8Original = "From: дед@example.org\r\nSubject: Grüße\r\n\r\nbody\r\n";

    [Fact]
    public void Who_wrote_with_utf8_gets_the_forms_of_utf8()
    {
        var written = Write(Failure(Recipient("дед@example.net")) with { International = true, To = Address("дед@example.org") }, Message(Utf8Original));
        Assert.True(written.EightBit);
        Assert.True(written.Utf8Header);
        var text = Encoding.UTF8.GetString(written.Bytes.Span);
        Assert.Contains("report-type=global-delivery-status", text, StringComparison.Ordinal);
        Assert.Contains("Content-Type: message/global-delivery-status", text, StringComparison.Ordinal);
        Assert.Contains("Final-Recipient: utf-8; дед@example.net", text, StringComparison.Ordinal);
        Assert.Contains("Content-Type: message/global-headers", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_message_with_utf8_is_a_global_one() => Assert.Contains(
        "Content-Type: message/global\r\n",
        Encoding.UTF8.GetString(Write(Failure(Recipient("bob@example.net")) with { International = true }, Message(Utf8Original, whole: true)).Bytes.Span),
        StringComparison.Ordinal);

    [Fact]
    public void Who_wrote_without_utf8_gets_ascii()
    {
        var written = Write(Failure(Recipient("д+д@example.net", "550 нет")));
        Assert.False(written.EightBit);
        Assert.True(Ascii.IsValid(written.Bytes.Span));
        var message = Read(written);
        Assert.Equal("utf-8; \\x{434}\\x{2B}\\x{434}@example.net", Status(message).StatusGroups[1]["Final-Recipient"]);
        Assert.Equal("smtp; 550 ???", Status(message).StatusGroups[1]["Diagnostic-Code"]);
        // The words for people are in an encoding that any road carries.
        Assert.Contains("<д+д@example.net>", Text(message), StringComparison.Ordinal);
        Assert.Equal(ContentEncoding.Base64, ((MimePart)((Multipart)message.Body!)[0]).ContentTransferEncoding);
    }

    [Fact]
    public void A_header_with_raw_octets_makes_the_notice_eight_bit()
    {
        var written = Write(Failure(Recipient("bob@example.net")), Message("Subject: Grüße\r\n\r\nbody\r\n"));
        Assert.True(written.EightBit);
        Assert.False(written.Utf8Header);
        Assert.Contains("Content-Type: text/rfc822-headers\r\nContent-Transfer-Encoding: 8bit", Encoding.UTF8.GetString(written.Bytes.Span), StringComparison.Ordinal);
    }
}

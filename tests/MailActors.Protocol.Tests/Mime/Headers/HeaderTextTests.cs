using System.Text;
using MailActors.Protocol.Mime;
using MailActors.Protocol.Mime.Headers;
using Xunit;

namespace MailActors.Protocol.Tests.Mime.Headers;

public class HeaderTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("=?utf-8?q?J=C3=B6rg?=", "Jörg")]
    [InlineData("=?UTF-8?B?SsO2cmc=?=", "Jörg")]
    [InlineData("=?utf-8?q?a?= =?utf-8?q?b?=", "ab")]
    [InlineData("=?utf-8?q?a?= b =?utf-8?q?c?=", "a b c")]
    [InlineData("=?utf-8?q?a_b?=c", "a bc")]
    [InlineData("=?utf-8?b?4oI=?= =?utf-8?b?rA==?=", "€")]
    [InlineData("=?iso-8859-1*de?q?=E4?=", "ä")]
    [InlineData("=?windows-1251?q?=CF=F0=E8?=", "При")]
    [InlineData("=?iso-2022-jp?b?GyRCRnxLXBsoQg==?=", "日本")]
    [InlineData("=?x-unknown?q?=E4?=", "ä")]
    [InlineData("=?utf-8?x?a?=", "=?utf-8?x?a?=")]
    [InlineData("=?utf-8?q?a", "=?utf-8?q?a")]
    [InlineData("=??q?a?=", "=??q?a?=")]
    [InlineData("=?", "=?")]
    [InlineData("1 =? 2 =?utf-8?q?=3D?=", "1 =? 2 =")]
    [InlineData("Köln", "Köln")]
    [InlineData("=?utf-7?q?+AGE-?=", "+AGE-")]
    public void Encoded_words_are_decoded(string text, string decoded) => Assert.Equal(decoded, EncodedWords.Decode(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Raw_octets_that_are_no_UTF8_count_as_Latin1() => Assert.Equal("K\u00F6ln", EncodedWords.Decode([(byte)'K', 0xF6, (byte)'l', (byte)'n']));

    [Theory]
    [InlineData("Wed, 17 Jul 1996 02:23:25 -0700 (PDT)", 837595405, -420)]
    [InlineData("17 Jul 1996 02:23:25 -0700", 837595405, -420)]
    [InlineData("Thu,  1 Jan 1970 00:00:00 +0000", 0, 0)]
    [InlineData("Thu, 1 Jan 70 00:00 GMT", 0, 0)]
    [InlineData("1-Jan-1970 00:00:00 +0000", 0, 0)]
    [InlineData("(x) Thu (y (z)), 1 (a) January 1970 00:00:00 EST", 18000, -300)]
    [InlineData("Mon, 31 Dec 1990 23:59:60 +0000", 662688000, 0)]
    [InlineData("Thu, 1 Jan 1970 00:00:00", 0, 0)]
    [InlineData("Thu, 1 Jan 1970 00:00:00 XYZ", 0, 0)]
    public void Dates_are_read(string date, long seconds, int offset)
    {
        Assert.True(DateField.TryParse(Encoding.ASCII.GetBytes(date), out var sent));
        Assert.Equal(new SentDate(seconds, (short)offset), sent);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("Thu, 32 Jan 1970 00:00:00 +0000")]
    [InlineData("Thu, 30 Feb 1970 00:00:00 +0000")]
    [InlineData("Thu, 1 Foo 1970 00:00:00 +0000")]
    [InlineData("Thu, 1 Jan 1970 24:00:00 +0000")]
    [InlineData("Thu, 1 Jan 1970 00 +0000")]
    [InlineData("Thu, 1 Jan 99999 00:00:00 +0000")]
    [InlineData("((((((((((((")]
    public void What_is_no_date_is_none(string date) => Assert.False(DateField.TryParse(Encoding.ASCII.GetBytes(date), out _));

    [Theory]
    [InlineData("text/plain", "7bit", "Hello\r\n\r\n  there,\tyou", "Hello there, you")]
    [InlineData("text/plain; charset=utf-8", "quoted-printable", "Gr=C3=BC=\r\n=C3=9Fe", "Grüße")]
    [InlineData("text/plain; charset=utf-8", "base64", "R3LDvMOfZQ==", "Grüße")]
    [InlineData("text/html", "7bit", "<html><head><title>T</title><style>p{}</style></head><body><!-- c --><p>a &amp; b</p><p>c", "a & b c")]
    [InlineData("image/png", "base64", "AAAA", "")]
    [InlineData("text/plain", "x-unknown", "AAAA", "")]
    public void The_preview_is_the_first_words(string type, string encoding, string body, string preview) =>
        Assert.Equal(preview, Wire.Summarise($"Content-Type: {type}\nContent-Transfer-Encoding: {encoding}\n\n{body}").Preview);

    [Fact]
    public void The_preview_has_200_characters_at_most() =>
        Assert.Equal(200, Wire.Summarise("\n" + new string('x', 5000)).Preview.Length);
}

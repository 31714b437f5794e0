using System.Text;
using MailActors.Protocol.Framing;
using MailActors.Protocol.Smtp;
using MailActors.Protocol.Smtp.Message;
using Xunit;

namespace MailActors.Protocol.Tests.Smtp;

public class SmtpWordsTests
{
    [Fact]
    public void Every_rejection_has_its_words()
    {
        foreach (var rejection in Enum.GetValues<SmtpRejection>())
        {
            var reply = SmtpReplies.For(rejection);
            var enhanced = reply.Text.Split(' ')[1];
            Assert.InRange(reply.Code, 421, 555);
            // RFC 2034 §4: the class of the enhanced code is that of the reply.
            Assert.Equal(reply.Text[0], enhanced[0]);
            Assert.Equal(3, enhanced.Split('.').Length);
            Assert.EndsWith("\r\n", Encoding.ASCII.GetString(reply.Bytes.Span));
        }
    }

    [Fact]
    public void Every_command_has_a_place_in_the_table()
    {
        foreach (var verb in Enum.GetValues<SmtpVerb>())
        {
            foreach (var state in Enum.GetValues<SmtpState>())
            {
                SmtpTransitions.Check(state, verb);
                Assert.True(Enum.IsDefined(SmtpTransitions.After(state, verb)));
            }
        }
    }

    [Theory]
    [InlineData("a\r\nb\r\n", DataFaults.None)]
    [InlineData("a\nb", DataFaults.BareLineFeed)]
    [InlineData("a\rb", DataFaults.BareCarriageReturn)]
    [InlineData("a\r", DataFaults.BareCarriageReturn)]
    [InlineData("\r\r\n", DataFaults.BareCarriageReturn)]
    [InlineData("\n\r", DataFaults.BareLineFeed | DataFaults.BareCarriageReturn)]
    [InlineData("\0", DataFaults.Nul)]
    public void Bare_newlines_are_seen_however_text_is_split(string text, DataFaults faults)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        for (var split = 0; split <= bytes.Length; split++)
        {
            var bare = default(BareNewlines);
            bare.Look(bytes.AsSpan(0, split));
            bare.Look(bytes.AsSpan(split));
            bare.End();
            Assert.Equal(faults, bare.Faults);
        }
    }

    [Theory]
    [InlineData(SmtpVerb.Helo, false, false, false, "SMTP")]
    [InlineData(SmtpVerb.Ehlo, true, true, false, "ESMTPSA")]
    [InlineData(SmtpVerb.Ehlo, true, false, true, "UTF8SMTPS")]
    [InlineData(SmtpVerb.Lhlo, false, false, false, "LMTP")]
    [InlineData(SmtpVerb.Lhlo, true, false, true, "UTF8LMTPS")]
    public void The_transmission_type_is_told(SmtpVerb hello, bool tls, bool login, bool utf8, string protocol) =>
        Assert.Equal(protocol, ReceivedFrom.ProtocolOf(hello, tls, login, utf8));

    [Theory]
    [InlineData("", "")]
    [InlineData("a+2Bb+20c", "a+b c")]
    public void Xtext_is_decoded(string text, string decoded) => Assert.Equal(decoded, Xtext.Decode(text));
}

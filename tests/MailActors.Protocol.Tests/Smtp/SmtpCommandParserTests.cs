using System.Text;
using MailActors.Protocol.Smtp;
using MailActors.Protocol.Smtp.Commands;
using Xunit;

namespace MailActors.Protocol.Tests.Smtp;

public class SmtpCommandParserTests
{
    [Theory]
    [InlineData("EHLO client.test", "HelloCommand { Verb = Ehlo, Name = client.test }")]
    [InlineData("helo [192.0.2.1]", "HelloCommand { Verb = Helo, Name = [192.0.2.1] }")]
    [InlineData("Lhlo under_score", "HelloCommand { Verb = Lhlo, Name = under_score }")]
    [InlineData("EHLO b\u00fccher.test", "HelloCommand { Verb = Ehlo, Name = xn--bcher-kva.test }")]
    [InlineData("DATA", "PlainCommand { Verb = Data }")]
    [InlineData("DATA  ", "PlainCommand { Verb = Data }")]
    [InlineData("rset", "PlainCommand { Verb = Rset }")]
    [InlineData("NOOP any thing", "PlainCommand { Verb = Noop }")]
    [InlineData("QUIT", "PlainCommand { Verb = Quit }")]
    [InlineData("STARTTLS", "PlainCommand { Verb = StartTls }")]
    [InlineData("HELP me", "PlainCommand { Verb = Help }")]
    [InlineData("VRFY ann", "PlainCommand { Verb = Vrfy }")]
    [InlineData("EXPN list", "PlainCommand { Verb = Expn }")]
    [InlineData("BDAT 5", "BdatCommand { Verb = Bdat, Size = 5, Last = False }")]
    [InlineData("BDAT 0 last", "BdatCommand { Verb = Bdat, Size = 0, Last = True }")]
    [InlineData("AUTH plain AGE=", "AUTH PLAIN")]
    [InlineData("GET / HTTP/1.1", "PlainCommand { Verb = Foreign }")]
    public void A_good_line_is_a_command(string line, string command) => Assert.Equal(command, Parse(line).Command?.ToString());

    [Theory]
    [InlineData("MAIL FROM:<>", null, null, BodyParameter.SevenBit, false, RetParameter.Unspecified, null)]
    [InlineData("mail from: <a@b.test>", "a@b.test", null, BodyParameter.SevenBit, false, RetParameter.Unspecified, null)]
    [InlineData("MAIL FROM:<@x.test:a@b.test> SIZE=123 body=8bitmime", "a@b.test", 123L, BodyParameter.EightBitMime, false, RetParameter.Unspecified, null)]
    [InlineData("MAIL FROM:<\u00fc@b.test> SMTPUTF8 RET=FULL ENVID=a+2Bb", "\u00fc@b.test", null, BodyParameter.SevenBit, true, RetParameter.Full, "a+2Bb")]
    [InlineData("MAIL FROM:<a@b.test>  BODY=BINARYMIME  RET=hdrs AUTH=<>", "a@b.test", null, BodyParameter.BinaryMime, false, RetParameter.Headers, null)]
    [InlineData("MAIL FROM:<a@b.test> SIZE=99999999999999999999", "a@b.test", long.MaxValue, BodyParameter.SevenBit, false, RetParameter.Unspecified, null)]
    public void Mail_is_read_with_its_parameters(string line, string? sender, long? size, BodyParameter body, bool utf8, RetParameter ret, string? envelopeId)
    {
        var mail = Assert.IsType<MailCommand>(Parse(line).Command);

        Assert.Equal((sender, size, body, utf8, ret, envelopeId), (mail.ReversePath?.ToString(), mail.Size, mail.Body, mail.Utf8, mail.Return, mail.EnvelopeId));
    }

    [Theory]
    [InlineData("RCPT TO:<a@b.test>", "a@b.test", NotifyParameter.Unspecified, null, false)]
    [InlineData("rcpt to: <Postmaster>", null, NotifyParameter.Unspecified, null, false)]
    [InlineData("RCPT TO:<a@b.test> NOTIFY=NEVER", "a@b.test", NotifyParameter.Never, null, false)]
    [InlineData("RCPT TO:<a@b.test> NOTIFY=success,FAILURE,Delay ORCPT=rfc822;a+40b", "a@b.test", NotifyParameter.Success | NotifyParameter.Failure | NotifyParameter.Delay, "rfc822;a+40b", false)]
    [InlineData("RCPT TO:<a@b\u00fccher.test>", "a@xn--bcher-kva.test", NotifyParameter.Unspecified, null, true)]
    [InlineData("RCPT TO:<a@b.test> ORCPT=utf-8;\u00fc+2Bx@b.test", "a@b.test", NotifyParameter.Unspecified, "utf-8;\u00fc+2Bx@b.test", true)]
    [InlineData("RCPT TO:<a@b.test> ORCPT=UTF-8;\\x{FC}@b.test", "a@b.test", NotifyParameter.Unspecified, "UTF-8;\\x{FC}@b.test", false)]
    public void Rcpt_is_read_with_its_parameters(string line, string? recipient, NotifyParameter notify, string? original, bool international)
    {
        var rcpt = Assert.IsType<RcptCommand>(Parse(line).Command);

        Assert.Equal((recipient, notify, original, international), (rcpt.ForwardPath?.ToString(), rcpt.Notify, rcpt.OriginalRecipient, rcpt.International));
    }

    [Theory]
    [InlineData("", SmtpVerb.Unknown, SmtpRejection.UnknownCommand)]
    [InlineData("X", SmtpVerb.Unknown, SmtpRejection.UnknownCommand)]
    [InlineData("MAILFROM:<>", SmtpVerb.Unknown, SmtpRejection.UnknownCommand)]
    [InlineData(" DATA", SmtpVerb.Unknown, SmtpRejection.UnknownCommand)]
    [InlineData("DATA\0", SmtpVerb.Unknown, SmtpRejection.UnknownCommand)]
    [InlineData("MAIL FROM:<a\u0001@b.test>", SmtpVerb.Unknown, SmtpRejection.UnknownCommand)]
    [InlineData("DATA now", SmtpVerb.Data, SmtpRejection.BadSyntax)]
    [InlineData("QUIT now", SmtpVerb.Quit, SmtpRejection.BadSyntax)]
    [InlineData("VRFY", SmtpVerb.Vrfy, SmtpRejection.BadSyntax)]
    [InlineData("EHLO", SmtpVerb.Ehlo, SmtpRejection.BadSyntax)]
    [InlineData("EHLO a b", SmtpVerb.Ehlo, SmtpRejection.BadSyntax)]
    [InlineData("EHLO a\u007fb", SmtpVerb.Ehlo, SmtpRejection.BadSyntax)]
    [InlineData("EHLO \u2028", SmtpVerb.Ehlo, SmtpRejection.BadSyntax)]
    [InlineData("MAIL", SmtpVerb.Mail, SmtpRejection.BadSyntax)]
    [InlineData("MAIL TO:<>", SmtpVerb.Mail, SmtpRejection.BadSyntax)]
    [InlineData("MAIL FROM:a@b.test", SmtpVerb.Mail, SmtpRejection.BadSender)]
    [InlineData("MAIL FROM:<a>", SmtpVerb.Mail, SmtpRejection.BadSender)]
    [InlineData("MAIL FROM:<\"a\u007f\"@b.test>", SmtpVerb.Mail, SmtpRejection.BadSender)]
    [InlineData("MAIL FROM:<>x", SmtpVerb.Mail, SmtpRejection.BadSyntax)]
    [InlineData("MAIL FROM:<> =1", SmtpVerb.Mail, SmtpRejection.BadSyntax)]
    [InlineData("MAIL FROM:<> SIZE", SmtpVerb.Mail, SmtpRejection.BadParameter)]
    [InlineData("MAIL FROM:<> SIZE=", SmtpVerb.Mail, SmtpRejection.BadParameter)]
    [InlineData("MAIL FROM:<> SIZE=-1", SmtpVerb.Mail, SmtpRejection.BadParameter)]
    [InlineData("MAIL FROM:<> SIZE=1 SIZE=1", SmtpVerb.Mail, SmtpRejection.BadParameter)]
    [InlineData("MAIL FROM:<> BODY=9BIT", SmtpVerb.Mail, SmtpRejection.BadParameter)]
    [InlineData("MAIL FROM:<> RET=ALL", SmtpVerb.Mail, SmtpRejection.BadParameter)]
    [InlineData("MAIL FROM:<> ENVID=", SmtpVerb.Mail, SmtpRejection.BadParameter)]
    [InlineData("MAIL FROM:<> ENVID=a+0Db", SmtpVerb.Mail, SmtpRejection.BadParameter)]
    [InlineData("MAIL FROM:<> ENVID=a+0Ab", SmtpVerb.Mail, SmtpRejection.BadParameter)]
    [InlineData("MAIL FROM:<> ENVID=a+00b", SmtpVerb.Mail, SmtpRejection.BadParameter)]
    [InlineData("MAIL FROM:<> ENVID=a+7Fb", SmtpVerb.Mail, SmtpRejection.BadParameter)]
    [InlineData("MAIL FROM:<> ENVID=a+2b", SmtpVerb.Mail, SmtpRejection.BadParameter)]
    [InlineData("MAIL FROM:<> ENVID=a+", SmtpVerb.Mail, SmtpRejection.BadParameter)]
    [InlineData("MAIL FROM:<> SMTPUTF8=1", SmtpVerb.Mail, SmtpRejection.BadParameter)]
    [InlineData("MAIL FROM:<> SMTPUTF8 SMTPUTF8", SmtpVerb.Mail, SmtpRejection.BadParameter)]
    [InlineData("MAIL FROM:<> XCLIENT=1", SmtpVerb.Mail, SmtpRejection.UnknownParameter)]
    [InlineData("MAIL FROM:<> NOTIFY=NEVER", SmtpVerb.Mail, SmtpRejection.UnknownParameter)]
    [InlineData("MAIL FROM:<\u00fc@b.test>", SmtpVerb.Mail, SmtpRejection.SenderNeedsUtf8)]
    [InlineData("RCPT TO:<>", SmtpVerb.Rcpt, SmtpRejection.BadRecipient)]
    [InlineData("RCPT TO:<a@b.test", SmtpVerb.Rcpt, SmtpRejection.BadRecipient)]
    [InlineData("RCPT FROM:<a@b.test>", SmtpVerb.Rcpt, SmtpRejection.BadSyntax)]
    [InlineData("RCPT TO:<a@b.test> NOTIFY=NEVER,SUCCESS", SmtpVerb.Rcpt, SmtpRejection.BadParameter)]
    [InlineData("RCPT TO:<a@b.test> NOTIFY=", SmtpVerb.Rcpt, SmtpRejection.BadParameter)]
    [InlineData("RCPT TO:<a@b.test> NOTIFY=SUCCESS,", SmtpVerb.Rcpt, SmtpRejection.BadParameter)]
    [InlineData("RCPT TO:<a@b.test> ORCPT=rfc822;\u00fc@b.test", SmtpVerb.Rcpt, SmtpRejection.BadParameter)]
    [InlineData("RCPT TO:<a@b.test> ORCPT=utf-8;a\u2028b", SmtpVerb.Rcpt, SmtpRejection.BadParameter)]
    [InlineData("RCPT TO:<a@b.test> ORCPT=utf-8;a\u0085b", SmtpVerb.Rcpt, SmtpRejection.BadParameter)]
    [InlineData("RCPT TO:<a@b.test> ORCPT=utf-8;\u00fc+0A@b.test", SmtpVerb.Rcpt, SmtpRejection.BadParameter)]
    [InlineData("RCPT TO:<a@b.test> ORCPT=a@b.test", SmtpVerb.Rcpt, SmtpRejection.BadParameter)]
    [InlineData("RCPT TO:<a@b.test> ORCPT=rfc822;", SmtpVerb.Rcpt, SmtpRejection.BadParameter)]
    [InlineData("RCPT TO:<a@b.test> ORCPT=;a", SmtpVerb.Rcpt, SmtpRejection.BadParameter)]
    [InlineData("RCPT TO:<a@b.test> ORCPT=rfc822;a+0D+0Ab", SmtpVerb.Rcpt, SmtpRejection.BadParameter)]
    [InlineData("RCPT TO:<a@b.test> ORCPT=rfc822;a\u007fb", SmtpVerb.Rcpt, SmtpRejection.BadSyntax)]
    [InlineData("RCPT TO:<a@b.test> SIZE=1", SmtpVerb.Rcpt, SmtpRejection.UnknownParameter)]
    [InlineData("AUTH", SmtpVerb.Auth, SmtpRejection.BadSyntax)]
    [InlineData("AUTH PLAIN a b", SmtpVerb.Auth, SmtpRejection.LoginMalformed)]
    [InlineData("BDAT", SmtpVerb.Bdat, SmtpRejection.BadSyntax)]
    [InlineData("BDAT 1LAST", SmtpVerb.Bdat, SmtpRejection.BadSyntax)]
    [Trait("acceptance", "AD-02")]
    public void A_bad_line_tells_its_fault(string line, SmtpVerb verb, SmtpRejection fault)
    {
        var parsed = Parse(line);

        Assert.Null(parsed.Command);
        Assert.Equal((verb, fault), (parsed.Verb, parsed.Fault));
    }

    /// <summary>Whatever comes in: an answer, and no character in it that could break a line.</summary>
    [FsCheck.Xunit.Property(MaxTest = 5000)]
    public bool Any_line_gets_an_answer(byte[] noise, byte verb, byte cut)
    {
        string[] verbs = ["MAIL FROM:<a@b.test> ", "RCPT TO:<a@b.test> ORCPT=", "MAIL FROM:<", "EHLO ", "BDAT ", "AUTH PLAIN ", ""];
        var line = Encoding.ASCII.GetBytes(verbs[verb % verbs.Length]).Concat(noise).ToArray();
        var parsed = SmtpCommandParser.Parse(line.AsSpan(0, line.Length - Math.Min(line.Length, cut % 4)));
        return parsed.Command is null || !parsed.Command.ToString()!.Any(char.IsControl);
    }

    private static ParsedCommand Parse(string line) => SmtpCommandParser.Parse(Encoding.UTF8.GetBytes(line));
}

using MailActors.Protocol.Mime;
using Xunit;

namespace MailActors.Protocol.Tests.Mime;

public class EnvelopeTests
{
    [Fact]
    public void The_example_of_the_RFC_is_written_as_in_the_RFC()
    {
        // RFC 9051 §8
        var summary = Wire.Summarise("""
            Date: Wed, 17 Jul 1996 02:23:25 -0700 (PDT)
            From: Terry Gray <gray@cac.washington.edu>
            Subject: IMAP4rev2 WG mtg summary and minutes
            To: imap@cac.washington.edu
            cc: minutes@CNRI.Reston.VA.US,
             John Klensin <KLENSIN@MIT.EDU>
            Message-Id: <B27397-0100000@cac.washington.edu>
            MIME-Version: 1.0
            Content-Type: TEXT/PLAIN; CHARSET=US-ASCII

            """);
        const string gray = """(("Terry Gray" NIL "gray" "cac.washington.edu"))""";
        Assert.Equal(
            $"""("Wed, 17 Jul 1996 02:23:25 -0700 (PDT)" "IMAP4rev2 WG mtg summary and minutes" {gray} {gray} {gray} """
            + """((NIL NIL "imap" "cac.washington.edu")) ((NIL NIL "minutes" "CNRI.Reston.VA.US")("John Klensin" NIL "KLENSIN" "MIT.EDU")) """
            + """NIL NIL "<B27397-0100000@cac.washington.edu>")""",
            Wire.Text(summary.Envelope));
        Assert.Equal("B27397-0100000@cac.washington.edu", summary.MessageId);
        Assert.Equal(new SentDate(837595405, -420), summary.SentDate);
    }

    [Theory]
    [InlineData("", "(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)")]
    [InlineData("Subject:\n", "(NIL \"\" NIL NIL NIL NIL NIL NIL NIL NIL)")]
    [InlineData("To:\n", "(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)")]
    [InlineData("Subject: a \"b\" \\c\n", "(NIL \"a \\\"b\\\" \\\\c\" NIL NIL NIL NIL NIL NIL NIL NIL)")]
    [InlineData("Subject: one\n two\n\tthree \n", "(NIL \"one two three\" NIL NIL NIL NIL NIL NIL NIL NIL)")]
    [InlineData("Subject: first\nSubject: second\n", "(NIL \"first\" NIL NIL NIL NIL NIL NIL NIL NIL)")]
    [InlineData("Subject: Größe\n", "(NIL {7}\r\nGröße NIL NIL NIL NIL NIL NIL NIL NIL)")]
    [InlineData("Subject: =?utf-8?q?Gr=C3=B6=C3=9Fe?=\n", "(NIL \"=?utf-8?q?Gr=C3=B6=C3=9Fe?=\" NIL NIL NIL NIL NIL NIL NIL NIL)")]
    [InlineData("To: Friends: a@b.c;\n", "(NIL NIL NIL NIL NIL ((NIL NIL \"Friends\" NIL)(NIL NIL \"a\" \"b.c\")(NIL NIL NIL NIL)) NIL NIL NIL NIL)")]
    [InlineData("To: a@b.c\nTo: d@e.f\n", "(NIL NIL NIL NIL NIL ((NIL NIL \"a\" \"b.c\")(NIL NIL \"d\" \"e.f\")) NIL NIL NIL NIL)")]
    [InlineData("Bcc: postmaster\n", "(NIL NIL NIL NIL NIL NIL NIL ((NIL NIL \"postmaster\" \"\")) NIL NIL)")]
    [InlineData("To: <@r.s:a@b.c>\n", "(NIL NIL NIL NIL NIL ((NIL \"@r.s\" \"a\" \"b.c\")) NIL NIL NIL NIL)")]
    [InlineData("In-Reply-To: <x@y>\n", "(NIL NIL NIL NIL NIL NIL NIL NIL \"<x@y>\" NIL)")]
    public void Each_field_takes_its_place(string header, string envelope) =>
        Assert.Equal(envelope, Wire.Text(Wire.Summarise(header + "\nbody\n").Envelope));

    [Fact]
    public void Sender_and_reply_to_of_their_own_are_kept() =>
        Assert.Equal(
            """(NIL NIL ((NIL NIL "a" "x")) ((NIL NIL "b" "x")) ((NIL NIL "c" "x")) NIL NIL NIL NIL NIL)""",
            Wire.Text(Wire.Summarise("From: a@x\nSender: b@x\nReply-To: c@x\n\n").Envelope));

    [Fact]
    public void Controls_never_reach_the_wire()
    {
        var envelope = MessageSummaryBuilder.Summarise("Subject: a\0b\rc\x01\r\n\r\n"u8).Envelope;
        Assert.Equal("(NIL {6}\r\na b c\x01 NIL NIL NIL NIL NIL NIL NIL NIL)", Wire.Text(envelope));
    }

    [Fact]
    public void Search_fields_are_decoded()
    {
        var fields = Wire.Summarise("""
            From: =?utf-8?q?J=C3=B6rg?= =?utf-8?b?IE1laWVy?= <jm@example.test>
            To: "Doe, Jane" <jane@example.test>, Team: x@example.test;
            Subject: =?iso-8859-1?Q?Gr=FC=DFe?= aus Köln

            """).Fields;
        Assert.Equal("Jörg Meier <jm@example.test>", fields.From);
        Assert.Equal("Doe, Jane <jane@example.test>, Team:, <x@example.test>", fields.To);
        Assert.Equal("Grüße aus Köln", fields.Subject);
        Assert.Equal("", fields.Cc);
    }
}

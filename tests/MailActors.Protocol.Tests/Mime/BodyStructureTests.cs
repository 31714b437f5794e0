using Xunit;

namespace MailActors.Protocol.Tests.Mime;

public class BodyStructureTests
{
    [Fact]
    public void A_bare_message_is_plain_text() =>
        Check("Subject: x\n\none\ntwo\n", """("text" "plain" NIL NIL NIL "7bit" 10 2)""", """("text" "plain" NIL NIL NIL "7bit" 10 2 NIL NIL NIL NIL)""");

    [Fact]
    public void Every_field_of_a_part_is_shown() =>
        Check(
            """
            Content-Type: Application/PDF; Name="a \"b\".pdf"; x=1
            Content-Transfer-Encoding: BASE64
            Content-ID: <1@x>
            Content-Description: A file
            Content-MD5: Q2hlY2s=
            Content-Disposition: ATTACHMENT; filename=a.pdf; size=4
            Content-Language: en, de
            Content-Location: http://x.test/a

            QQ==
            """,
            """("application" "pdf" ("name" "a \"b\".pdf" "x" "1") "<1@x>" "A file" "base64" 4)""",
            """("application" "pdf" ("name" "a \"b\".pdf" "x" "1") "<1@x>" "A file" "base64" 4 "Q2hlY2s=" """
            + """("attachment" ("filename" "a.pdf" "size" "4")) ("en" "de") "http://x.test/a")""");

    [Fact]
    public void The_two_text_parts_of_the_RFC() =>
        Check(
            """
            Content-Type: multipart/mixed; boundary="b"

            preamble
            --b
            Content-Type: TEXT/PLAIN; CHARSET=US-ASCII

            one
            two

            --b
            Content-Type: TEXT/PLAIN; CHARSET=US-ASCII; NAME=cc.diff
            Content-ID: <960723163407.20117h@cac.washington.edu>
            Content-Description: Compiler diff
            Content-Transfer-Encoding: BASE64

            QQ==
            --b--
            epilogue
            """,
            """(("text" "plain" ("charset" "US-ASCII") NIL NIL "7bit" 10 2)"""
            + """("text" "plain" ("charset" "US-ASCII" "name" "cc.diff") "<960723163407.20117h@cac.washington.edu>" "Compiler diff" "base64" 4 0) "mixed")""",
            """(("text" "plain" ("charset" "US-ASCII") NIL NIL "7bit" 10 2 NIL NIL NIL NIL)"""
            + """("text" "plain" ("charset" "US-ASCII" "name" "cc.diff") "<960723163407.20117h@cac.washington.edu>" "Compiler diff" "base64" 4 0 NIL NIL NIL NIL) """
            + "\"mixed\" (\"boundary\" \"b\") NIL NIL NIL)");

    [Fact]
    public void A_message_in_a_message_shows_its_envelope_and_structure() =>
        Check(
            """
            Content-Type: message/rfc822

            Subject: inner
            Content-Type: text/html

            <p>
            """,
            """("message" "rfc822" NIL NIL NIL "7bit" 46 (NIL "inner" NIL NIL NIL NIL NIL NIL NIL NIL) ("text" "html" NIL NIL NIL "7bit" 3 0) 3)""",
            """("message" "rfc822" NIL NIL NIL "7bit" 46 (NIL "inner" NIL NIL NIL NIL NIL NIL NIL NIL) ("text" "html" NIL NIL NIL "7bit" 3 0 NIL NIL NIL NIL) 3 NIL NIL NIL NIL)""");

    [Fact]
    public void In_a_digest_parts_are_messages() =>
        Check(
            "Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: 1\n\nx\n--b--\n",
            """(("message" "rfc822" NIL NIL NIL "7bit" 15 (NIL "1" NIL NIL NIL NIL NIL NIL NIL NIL) ("text" "plain" NIL NIL NIL "7bit" 1 0) 2) "digest")""",
            null);

    [Theory]
    [InlineData("multipart/mixed; boundary=b", "(\"text\" \"plain\" NIL NIL NIL \"7bit\" 0 0) \"mixed\"")]
    [InlineData("multipart/mixed", "(\"text\" \"plain\" NIL NIL NIL \"7bit\" 0 0) \"mixed\"")]
    [InlineData("text", "\"text\" \"plain\" NIL NIL NIL \"7bit\" 1 0")]
    [InlineData("/; a", "\"text\" \"plain\" NIL NIL NIL \"7bit\" 1 0")]
    [InlineData("image/png; =x; y; ; z=\"never closed", "\"image\" \"png\" (\"z\" \"never closed\") NIL NIL \"7bit\" 1")]
    [InlineData("text/plain; charset=utf-8 (a comment)", "\"text\" \"plain\" (\"charset\" \"utf-8\") NIL NIL \"7bit\" 1 0")]
    [InlineData("a/b; name=my file.txt; x=y", "\"a\" \"b\" (\"name\" \"my file.txt\" \"x\" \"y\") NIL NIL \"7bit\" 1")]
    [InlineData("a/b; n*0=one; n*1=\" two\"", "\"a\" \"b\" (\"n\" \"one two\") NIL NIL \"7bit\" 1")]
    [InlineData("a/b; n*0*=utf-8''%C3; n*1*=%A4; n*2=\"x y\"", "\"a\" \"b\" (\"n*\" \"utf-8''%C3%A4x%20y\") NIL NIL \"7bit\" 1")]
    [InlineData("a/b; n*=utf-8''%E4; n=a", "\"a\" \"b\" (\"n*\" \"utf-8''%E4\" \"n\" \"a\") NIL NIL \"7bit\" 1")]
    [InlineData("a/b; n*3=lost", "\"a\" \"b\" NIL NIL NIL \"7bit\" 1")]
    public void Odd_types_still_give_a_whole_answer(string type, string body) =>
        Check($"Content-Type: {type}\n\nx", $"({body})", null);

    [Fact]
    public void An_encoded_message_counts_as_a_file() =>
        Check(
            "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogeA==",
            """("application" "octet-stream" NIL NIL NIL "base64" 16)""",
            null);

    [Fact]
    public void Eight_bit_parameters_are_literals() =>
        Check("Content-Type: a/b; name=ä\n\n", "(\"a\" \"b\" (\"name\" {2}\r\nä) NIL NIL \"7bit\" 0)", null);

    private static void Check(string message, string body, string? structure)
    {
        var summary = Wire.Summarise(message);
        Assert.Equal(body, Wire.Text(summary.Body));
        if (structure is not null) Assert.Equal(structure, Wire.Text(summary.BodyStructure));
    }
}

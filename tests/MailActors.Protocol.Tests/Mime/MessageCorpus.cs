using System.Globalization;
using System.Text;

namespace MailActors.Protocol.Tests.Mime;

/// <summary>Messages as they are met: plain ones, newsletters, invitations, reports, and all kinds of broken ones. Always the same ones.
/// Lines end in CRLF and there is no NUL, so that SMTP takes each of them; lines are up to 4,000 octets long, octets above 127 are many.</summary>
internal static class MessageCorpus
{
    public const int Count = 1_200;

    private static readonly Func<Random, string>[] Kinds =
    [
        Plain, Html, Alternative, Attachment, Forwarded, Report, Invitation, Signed, Newsletter, Folded, EightBit, Base64, Dots, LongLines, NoBody, OnlyBody,
        Groups, Dates, Uuencoded,
    ];

    private static readonly Func<Random, string, string>[] Breaks =
    [
        (_, m) => m,
        (_, m) => m,
        (_, m) => m.Replace("--\r\n", "\r\n", StringComparison.Ordinal),
        (_, m) => m.Replace("\r\n\r\n", "\r\n", StringComparison.Ordinal),
        (r, m) => m[..r.Next(m.Length)] + "\r\n",
        (_, m) => "Content-Type: text/plain; charset=x-unknown\r\n" + m,
        (_, m) => "From jane@example.test Mon Jan  1 00:00:00 2024\r\n" + m,
        (_, m) => "\r\n" + m,
        (_, m) => " a fold from the start\r\n" + m,
        (_, m) => m.Replace(": ", ":", StringComparison.Ordinal),
        (_, m) => m.Replace(": ", " :\t", StringComparison.Ordinal),
        (_, m) => m.Replace("boundary=", "boundary==", StringComparison.Ordinal),
        (_, m) => m.Replace("base64", "base65", StringComparison.Ordinal),
        (r, m) => Swap(r, m),
        (r, m) => m.Insert(LineStart(r, m), "--\r\n"),
        (r, m) => m.Insert(LineStart(r, m), ".\r\n..\r\n.x\r\n"),
        (r, m) => m.Insert(LineStart(r, m), "no field at all\r\n"),
        (r, m) => m.Insert(LineStart(r, m), "Content-Type: multipart/mixed; boundary=\"" + new string('x', 300) + "\"\r\n"),
        (_, m) => m + m,
        (_, m) => m.ToUpperInvariant(),
        (r, m) => m.Insert(LineStart(r, m), "\u001b[31m\u0001\u007f\t \r\n"),
    ];

    /// <summary>Message <paramref name="index"/>, below <see cref="Count"/>.</summary>
    public static byte[] Message(int index)
    {
        var random = new Random(index);
        var message = Kinds[index % Kinds.Length](random);
        message = Breaks[index / Kinds.Length % Breaks.Length](random, message);
        if (!message.EndsWith("\r\n", StringComparison.Ordinal)) message += "\r\n";

        // A cut or a swap may have parted a CR from its LF.
        message = message.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal);
        var octets = Encoding.UTF8.GetBytes(message);
        if (index % 7 == 3) ToLatin1(octets);
        return octets;
    }

    private static string Plain(Random r) => Head(r, "text/plain; charset=utf-8") + Lines(r, 20);

    private static string Html(Random r) => Head(r, "text/html") + "<html><body>\r\n<p>" + Lines(r, 10) + "</p>\r\n</body></html>\r\n";

    private static string Alternative(Random r) => Multipart(r, "alternative", "Content-Type: text/plain\r\n\r\n" + Lines(r, 4), "Content-Type: text/html\r\n\r\n<p>" + Lines(r, 4));

    private static string Attachment(Random r) => Multipart(r, "mixed", "\r\n" + Lines(r, 3), "Content-Type: application/pdf; name*0*=utf-8''gr%C3%BC; name*1=n.pdf\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n" + Encoded(r));

    private static string Forwarded(Random r) => Multipart(r, "mixed", "\r\nfyi\r\n", "Content-Type: message/rfc822\r\n\r\n" + Alternative(r));

    private static string Report(Random r) => Multipart(r, "report; report-type=delivery-status", "\r\nIt failed.\r\n", "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; a.test\r\n\r\nFinal-Recipient: rfc822; x@b.test\r\nAction: failed\r\nStatus: 5.1.1\r\n", "Content-Type: message/rfc822\r\n\r\n" + Plain(r));

    private static string Invitation(Random r) => Multipart(r, "mixed", Alternative(r).Replace("\r\nSubject", "\r\nX-Subject", StringComparison.Ordinal), "Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nSUMMARY:" + Words(r, 3) + "\r\n folded\r\nEND:VCALENDAR\r\n");

    private static string Signed(Random r) => "DKIM-Signature: v=1; a=rsa-sha256; d=example.test;\r\n\tb=" + Convert.ToBase64String(Octets(r, 90)) + "\r\n" + Multipart(r, "signed; protocol=\"application/pgp-signature\"", "\r\n" + Lines(r, 3) + "trailing blanks   \r\n", "Content-Type: application/pgp-signature\r\n\r\n" + Encoded(r));

    private static string Newsletter(Random r) => Head(r, "text/html; charset=\"iso-8859-1\"", "quoted-printable") + string.Concat(Enumerable.Range(0, 30).Select(_ => $"<td style=3D\"{r.Next()}\">=\r\n=E4=F6=FC {Words(r, 3)}=20\r\n"));

    private static string Folded(Random r) => "Subject:" + string.Concat(Enumerable.Range(0, 40).Select(_ => "\r\n " + Words(r, 2))) + "\r\nReferences: " + string.Concat(Enumerable.Range(0, 60).Select(i => $"<{i}.{r.Next()}@example.test>\r\n\t")) + "<last@x>\r\n" + Head(r, "text/plain") + Lines(r, 2);

    private static string EightBit(Random r) => "Subject: " + Words(r, 6) + "\r\nX-Name: Jörg Müller\r\n" + Head(r, "text/plain") + Lines(r, 6);

    private static string Base64(Random r) => Head(r, "image/png", "base64") + Encoded(r) + "!!!\r\n====\r\n";

    private static string Dots(Random r) => Head(r, "text/plain") + string.Concat(Enumerable.Range(0, 30).Select(_ => new string('.', r.Next(4)) + (r.Next(2) == 0 ? "" : "x") + "\r\n"));

    private static string LongLines(Random r) => Head(r, "text/plain") + new string('x', 900 + r.Next(3_100)) + "\r\n" + Words(r, 200) + "\r\n";

    private static string NoBody(Random r) => Head(r, "text/plain").TrimEnd() + "\r\n";

    private static string OnlyBody(Random r) => "\r\n" + Lines(r, 5);

    private static string Groups(Random r) => "To: Friends: a@b.test, \"Doe, J\" <j@d.test> (a (nested) comment);, undisclosed-recipients:;\r\nCc: <@r.test:x@y.test>, broken, <, \"open\r\n" + Head(r, "text/plain") + Lines(r, 2);

    private static string Dates(Random r) => "Date: " + (r.Next(3) switch { 0 => "yesterday", 1 => "1 Jan 99 1:02 EST", _ => "Thu, 32 Foo 2024 99:99:99 +9999" }) + "\r\n" + Head(r, "text/plain") + Lines(r, 2);

    private static string Uuencoded(Random r) => Head(r, "text/plain") + "begin 644 a.bin\r\n" + string.Concat(Enumerable.Range(0, 9).Select(_ => "M" + new string((char)('!' + r.Next(60)), 60) + "\r\n")) + "`\r\nend\r\n";

    private static string Head(Random r, string type, string encoding = "8bit") =>
        $"Date: {new DateTime(2024, 1, 1).AddMinutes(r.Next(1_000_000)).ToString("ddd, d MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture)} +0100\r\n"
        + $"From: \"{Words(r, 2)}\" <from{r.Next(99)}@example.test>\r\nTo: to@example.test\r\n"
        + $"Subject: {Words(r, 4)}\r\nMessage-ID: <{r.Next()}.{r.Next()}@example.test>\r\nMIME-Version: 1.0\r\n"
        + $"Content-Type: {type}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n";

    private static string Multipart(Random r, string type, params string[] parts)
    {
        var boundary = $"=_{r.Next():x}";
        return Head(r, $"multipart/{type};\r\n boundary=\"{boundary}\"") + "preamble\r\n" + string.Concat(parts.Select(p => $"--{boundary}\r\n{p}\r\n")) + $"--{boundary}--\r\nepilogue\r\n";
    }

    private static string Lines(Random r, int count) => string.Concat(Enumerable.Range(0, 1 + r.Next(count)).Select(_ => Words(r, 1 + r.Next(12)) + "\r\n"));

    private static string Words(Random r, int count)
    {
        string[] words = ["hello", "Grüße", "日本", "naïve", "=?utf-8?q?J=C3=B6rg?=", "=?utf-8?b?broken", "--", "a;b", "\\", "€", "x=y", "&amp;", "From"];
        return string.Join(' ', Enumerable.Range(0, count).Select(_ => words[r.Next(words.Length)]));
    }

    private static string Encoded(Random r) => Convert.ToBase64String(Octets(r, 200 + r.Next(2_000)), Base64FormattingOptions.InsertLineBreaks) + "\r\n";

    private static byte[] Octets(Random r, int count)
    {
        var octets = new byte[count];
        r.NextBytes(octets);
        return octets;
    }

    private static string Swap(Random r, string message)
    {
        var at = r.Next(message.Length);
        return message[at..] + message[..at];
    }

    private static int LineStart(Random r, string message) => message.IndexOf('\n', r.Next(message.Length)) + 1;

    /// <summary>Octets that are no UTF-8: what UTF-8 would need two for is cut in half.</summary>
    private static void ToLatin1(byte[] octets)
    {
        for (var i = 0; i < octets.Length; i++)
            if (octets[i] >= 0xC0) octets[i] = 0xE4;
    }
}

using System.Globalization;
using System.Text;
using MailActors.Protocol.Smtp.Message;

namespace MailActors.Protocol.Dsn;

/// <summary>A delivery status notification as a message: multipart/report (RFC 6522) of a part for people, a part for machines and what it is about.
/// It carries Auto-Submitted (RFC 3834 §5) so that no robot answers it. Its envelope must have the empty reverse-path.</summary>
/// <param name="EightBit">Needs 8BITMIME.</param>
/// <param name="Utf8Header">Needs SMTPUTF8.</param>
public sealed record DsnMessage(ReadOnlyMemory<byte> Bytes, bool EightBit, bool Utf8Header)
{
    /// <param name="original">Null when it can't be had.</param>
    /// <param name="maxSize">Octets of the notice. What it is about is cut to fit; the report itself is not (<see cref="DeliveryReport.Split"/>).</param>
    public static DsnMessage Write(DeliveryReport report, ReportedOriginal? original, int maxSize)
    {
        var head = original is null ? [] : ReturnedPart.Head(original.Bytes.Span);
        var text = new ReportWriter(utf8: true);
        ReportText.Write(text, report, Find(head, "Subject"u8));
        var status = new ReportWriter(report.International);
        StatusFields.Write(status, report);
        var fields = new ReportWriter(utf8: true);
        WriteHeader(fields, report, Find(head, "Message-ID"u8));

        var plain = Ascii.IsValid(text.Written);
        var words = plain ? text.Written : InBase64(text.Written);
        const int partHeaders = 700;
        var returned = original is null
            ? default
            : ReturnedPart.Of(original, report.International, maxSize - fields.Length - words.Length - status.Length - partHeaders);
        var boundary = Boundary(report.Id, text.Written, status.Written, returned.Bytes);

        var all = new ReportWriter(utf8: true);
        all.Bytes(fields.Written);
        all.Line($"Content-Type: multipart/report; report-type={(report.International ? "global-delivery-status" : "delivery-status")};");
        all.Line($"\tboundary=\"{boundary}\"");
        var eightBit = !Ascii.IsValid(status.Written) || returned.EightBit;
        if (eightBit) all.Line("Content-Transfer-Encoding: 8bit");
        all.Line();
        all.Line("This is a notice of a mail server in MIME format (RFC 6522).");
        all.Line();
        Part(all, boundary, $"text/plain; charset={(plain ? "us-ascii" : "utf-8")}", plain ? "7bit" : "base64", words);
        Part(all, boundary, report.International ? "message/global-delivery-status" : "message/delivery-status", Encoding8(!Ascii.IsValid(status.Written)), status.Written);
        if (returned.Type is not null) Part(all, boundary, returned.Type, Encoding8(returned.EightBit), returned.Bytes);
        all.Line($"--{boundary}--");
        return new(all.Written.ToArray(), eightBit, !Ascii.IsValid(fields.Written));
    }

    private static void WriteHeader(ReportWriter into, DeliveryReport report, ReadOnlySpan<byte> about)
    {
        into.Field("Date", report.Date);
        into.AddressField("From", $"Mail server <{report.From}>");
        into.AddressField("To", $"<{report.To}>");
        into.Field("Subject", ReportText.Subject(report));
        into.Field("Message-ID", $"<{OneLine.Word(report.Id, 64)}@{OneLine.Word(report.ReportingHost, 255)}>");
        if (report.Merged is null && IsMessageId(about))
        {
            // A mail program shows the notice beside the message.
            into.Field("In-Reply-To", Encoding.ASCII.GetString(about));
            into.Field("References", Encoding.ASCII.GetString(about));
        }

        into.Field("Auto-Submitted", "auto-replied");
        into.Field("MIME-Version", "1.0");
    }

    private static void Part(ReportWriter into, string boundary, string type, string encoding, ReadOnlySpan<byte> body)
    {
        into.Line($"--{boundary}");
        into.Line($"Content-Type: {type}");
        if (encoding != "7bit") into.Line($"Content-Transfer-Encoding: {encoding}");
        into.Line();
        into.Bytes(body);
        // RFC 2046 §5.1.1: this line end belongs to the boundary, so that the part is what it was.
        into.Line();
    }

    /// <summary>A boundary that stands nowhere in the parts: the sender of the original could have guessed one made of known things, and written it
    /// into the message to end our part early.</summary>
    private static string Boundary(string id, ReadOnlySpan<byte> text, ReadOnlySpan<byte> status, ReadOnlySpan<byte> returned)
    {
        for (var i = 0; ; i++)
        {
            var boundary = string.Create(CultureInfo.InvariantCulture, $"=_{OneLine.Word(id, 40)}_{i}");
            var octets = Encoding.ASCII.GetBytes(boundary);
            if (text.IndexOf(octets) < 0 && status.IndexOf(octets) < 0 && returned.IndexOf(octets) < 0) return boundary;
        }
    }

    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name)
    {
        foreach (var field in new HeaderFields(head))
            if (field.Is(name)) return field.Value.Trim(" \t\r\n"u8);
        return [];
    }

    private static bool IsMessageId(ReadOnlySpan<byte> value) =>
        value.Length is > 3 and <= 190 && value[0] == '<' && value[^1] == '>' && value[1..^1].IndexOfAny((byte)'<', (byte)'>') < 0
        && !value.ContainsAnyExceptInRange((byte)0x21, (byte)0x7E);

    private static string Encoding8(bool eightBit) => eightBit ? "8bit" : "7bit";

    private static byte[] InBase64(ReadOnlySpan<byte> text) =>
        Encoding.ASCII.GetBytes(Convert.ToBase64String(text, Base64FormattingOptions.InsertLineBreaks) + "\r\n");
}

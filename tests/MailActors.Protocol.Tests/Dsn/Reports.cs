using System.Text;
using MailActors.Protocol.Addresses;
using MailActors.Protocol.Dsn;
using MimeKit;

namespace MailActors.Protocol.Tests.Dsn;

/// <summary>Reports to render, and what others read out of them.</summary>
internal static class Reports
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public const string Original =
        "Received: from a by b; Sun, 1 Mar 2026 11:00:00 +0000\r\nFrom: ann@example.org\r\nTo: bob@example.net\r\n" +
        "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nMessage-ID: <1@example.org>\r\n\r\nThe body.\r\n";

    public static MailAddress Address(string text) => AddressParser.TryParse(text, out var address) ? address : throw new ArgumentException(text);

    public static ReportedRecipient Recipient(string address, string words = "550 5.1.1 No such user") =>
        new(ReportedAction.Failed, Address(address), null, "5.1.1", words, "mx.example.net", Noon, null);

    public static DeliveryReport Failure(params ReportedRecipient[] recipients) => new()
    {
        ReportingHost = "mx.example.org",
        From = Address("postmaster@mx.example.org"),
        To = Address("ann@example.org"),
        Date = Noon,
        Id = "abc",
        Recipients = [.. recipients],
        Arrival = Noon.AddHours(-1),
        QueueId = "q1",
    };

    public static ReportedOriginal Message(string text = Original, bool whole = false) => new(Encoding.UTF8.GetBytes(text), whole);

    public static DsnMessage Write(DeliveryReport report, ReportedOriginal? original = null, int maxSize = 50_000) =>
        DsnMessage.Write(report, original ?? Message(), maxSize);

    public static MimeMessage Read(DsnMessage message) => MimeMessage.Load(new MemoryStream(message.Bytes.ToArray()));

    public static MessageDeliveryStatus Status(MimeMessage message) => message.BodyParts.OfType<MessageDeliveryStatus>().Single();

    public static string Text(MimeMessage message) => ((TextPart)((Multipart)message.Body!)[0]).Text;
}

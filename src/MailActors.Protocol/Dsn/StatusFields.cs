using System.Globalization;
using System.Text;
using MailActors.Protocol.Smtp;

namespace MailActors.Protocol.Dsn;

/// <summary>The part for machines: message/delivery-status (RFC 3464 §2), or message/global-delivery-status (RFC 6533 §4).</summary>
internal static class StatusFields
{
    private const int MaxWords = 400;

    public static void Write(ReportWriter into, DeliveryReport report)
    {
        if (report is { Merged: null, EnvelopeId: { } id } && Ascii.IsValid(id) && Xtext.IsPrintable(Encoding.ASCII.GetBytes(id)))
            into.Field("Original-Envelope-Id", Xtext.Decode(id));
        into.Field("Reporting-MTA", $"dns; {OneLine.Word(report.ReportingHost, 255)}");
        into.Field("Arrival-Date", report.Merged is null ? report.Arrival : null);
        if (report is { Merged: null, QueueId: { } queueId }) into.Field("X-MailActors-Queue-Id", OneLine.Word(queueId, 64));
        if (report.Merged is { } merged) into.Field("X-MailActors-Merged", string.Create(CultureInfo.InvariantCulture, $"{merged.Messages} messages, {merged.Recipients} recipients"));
        foreach (var recipient in report.Recipients)
        {
            into.Line();
            Write(into, report, recipient);
        }
    }

    /// <summary>Octets of the fields of one recipient.</summary>
    public static int SizeOf(DeliveryReport report, ReportedRecipient recipient)
    {
        var fields = new ReportWriter(report.International);
        Write(fields, report, recipient);
        return fields.Length + 2;
    }

    private static void Write(ReportWriter into, DeliveryReport report, ReportedRecipient recipient)
    {
        if (ReportedAddress.Original(recipient.OriginalRecipient) is { } original) into.AddressField("Original-Recipient", original);
        into.AddressField("Final-Recipient", ReportedAddress.Final(recipient.Address, report.International));
        into.Field("Action", ActionWord(recipient.Action));
        into.Field("Status", Status(recipient.Status, recipient.Action));
        var host = recipient.RemoteHost is { } named ? OneLine.Word(named, 255) : "";
        if (host.Length > 0) into.Field("Remote-MTA", $"dns; {host}");
        if (OneLine.Of(recipient.Words, MaxWords, report.International) is { Length: > 0 } words)
            into.Field("Diagnostic-Code", $"{(host.Length > 0 ? "smtp" : "X-MailActors")}; {words}");
        into.Field("Last-Attempt-Date", recipient.LastAttempt);
        if (recipient.Action == ReportedAction.Delayed) into.Field("Will-Retry-Until", recipient.RetryUntil);
    }

    private static string ActionWord(ReportedAction action) => action switch
    {
        ReportedAction.Failed => "failed",
        ReportedAction.Delayed => "delayed",
        ReportedAction.Relayed => "relayed",
        ReportedAction.Expanded => "expanded",
        _ => "delivered",
    };

    /// <summary>The code if it is one (RFC 3463 §2) and of the action's class, else the general one of that class.</summary>
    internal static string Status(string status, ReportedAction action)
    {
        var parts = status.Split('.');
        if (parts is [{ Length: 1 }, { Length: >= 1 and <= 3 }, { Length: >= 1 and <= 3 }] && parts[0] == Class(action)
            && parts.All(part => part.All(char.IsAsciiDigit))) return status;
        return $"{Class(action)}.0.0";
    }

    private static string Class(ReportedAction action) => action switch { ReportedAction.Failed => "5", ReportedAction.Delayed => "4", _ => "2" };
}

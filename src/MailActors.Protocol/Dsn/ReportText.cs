using System.Globalization;
using MailActors.Protocol.Mime.Headers;

namespace MailActors.Protocol.Dsn;

/// <summary>The part for people: what happened, what it means, what they can do.</summary>
internal static class ReportText
{
    /// <summary>Recipients told of in words, and octets of those words; the part for machines has them all.</summary>
    private const int MaxListed = 40, MaxWords = 11_000;

    public static void Write(ReportWriter into, DeliveryReport report, ReadOnlySpan<byte> subject)
    {
        into.Line($"This is the mail server {OneLine.Word(report.ReportingHost, 255)}.");
        into.Line();
        foreach (var line in Opening(report)) into.Line(line);
        into.Line();
        if (report.Merged is null && OneLine.Of(EncodedWords.Decode(subject), 200, utf8: true) is { Length: > 0 } about)
        {
            into.Line($"Subject: {about}");
            into.Line();
        }

        var listed = 0;
        while (listed < Math.Min(report.Recipients.Length, MaxListed) && into.Length < MaxWords) Write(into, report.Recipients[listed++]);
        var more = (report.Merged?.Recipients ?? report.Recipients.Length) - listed;
        if (more > 0)
        {
            into.Line(Invariant($"... and {more} more."));
            into.Line();
        }

        if (report.QueueId is { } id && report.Merged is null)
            into.Line($"If you ask for help, name the message: {OneLine.Word(id, 64)}");
        into.Line("This notice was written by a machine. The part below is for mail programs.");
    }

    public static string Subject(DeliveryReport report) => (report.Leading, report.Merged) switch
    {
        (ReportedAction.Failed, null) => "Undelivered mail: your message did not arrive",
        (ReportedAction.Failed, { Messages: var count }) => Invariant($"Undelivered mail: {count} of your messages did not arrive"),
        (ReportedAction.Delayed, null) => "Delayed mail: your message has not arrived yet",
        (ReportedAction.Delayed, { Messages: var count }) => Invariant($"Delayed mail: {count} of your messages have not arrived yet"),
        (ReportedAction.Relayed or ReportedAction.Expanded, null) => "Your message was handed on",
        (ReportedAction.Relayed or ReportedAction.Expanded, { Messages: var count }) => Invariant($"{count} of your messages were handed on"),
        (_, null) => "Your message was delivered",
        (_, { Messages: var count }) => Invariant($"{count} of your messages were delivered"),
    };

    private static string[] Opening(DeliveryReport report) => (report.Leading, report.Merged) switch
    {
        (ReportedAction.Failed, null) =>
            ["Your message could not be delivered to those below. It will not be tried again:", "if it matters, you have to do something."],
        (ReportedAction.Failed, { } many) =>
            [Invariant($"{many.Messages} messages in your name could not be delivered to {many.Recipients} recipients."),
             "They will not be tried again. So many are told of in one notice; these are some of them.",
             "If you did not send them, somebody else may be using your address: change your password."],
        (ReportedAction.Delayed, null) =>
            ["Your message could not be delivered yet to those below. You need not do anything:", "it is tried again and again, and you will be told if it fails in the end."],
        (ReportedAction.Delayed, { } many) =>
            [Invariant($"{many.Messages} messages in your name could not be delivered yet to {many.Recipients} recipients."),
             "You need not do anything: they are tried again and again. These are some of them."],
        _ => ["You wished to be told of the delivery of your message:"],
    };

    private static void Write(ReportWriter into, ReportedRecipient recipient)
    {
        into.Line($"<{OneLine.Of(recipient.Address.ToString(), 330, utf8: true)}>");
        if (OneLine.Of(recipient.Words, 400, utf8: true) is { Length: > 0 } words)
        {
            var who = recipient.RemoteHost is { } host ? $"The server {OneLine.Word(host, 255)} said:" : "What happened:";
            into.Line($"    {who}");
            into.Line($"    {words}");
        }

        switch (recipient.Action)
        {
            case ReportedAction.Failed:
                into.Line($"    What it means: {StatusWords.For(recipient.Status).Meaning}");
                into.Line($"    What you can do: {StatusWords.For(recipient.Status).Advice}");
                break;
            case ReportedAction.Delayed:
                into.Line($"    What it means: {StatusWords.For(recipient.Status).Meaning}");
                if (recipient.RetryUntil is { } until) into.Line($"    It is tried until {ReportWriter.Date(until)}.");
                break;
            case ReportedAction.Delivered:
                into.Line("    It was delivered to the mailbox.");
                break;
            case ReportedAction.Relayed:
                into.Line("    It was handed on to a server that does not tell of the delivery.");
                into.Line("    You will hear no more of it unless it fails there.");
                break;
            case ReportedAction.Expanded:
                into.Line("    This address stands for several, and it was sent on to them.");
                break;
        }

        into.Line();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

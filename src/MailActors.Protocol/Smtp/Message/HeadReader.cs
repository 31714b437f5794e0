using System.Text;
using MailActors.Protocol.Addresses;

namespace MailActors.Protocol.Smtp.Message;

/// <summary>Reads a header section once, within limits, for all that the door has to know: hops, loops, authors, what is missing.</summary>
public static class HeadReader
{
    /// <summary>Whether the message begins with a field. Otherwise it has no header section, and what we put in front needs an empty line behind it:
    /// a first line that begins with a space would else become part of our own trace.</summary>
    public static bool StartsWithField(ReadOnlySpan<byte> message)
    {
        if (message.StartsWith("\r\n"u8)) return true; // the empty line is there
        if (message.IsEmpty || message[0] is (byte)' ' or (byte)'\t') return false;
        foreach (var field in new HeaderFields(message)) return !field.Name.IsEmpty;
        return false;
    }

    /// <param name="head">The header section; the empty line may be there or not.</param>
    /// <param name="authors">Whether to read the authors, as submission must.</param>
    public static HeadReport Read(ReadOnlySpan<byte> head, HeadLimits limits, bool authors)
    {
        if (head.Length > limits.Total) return new HeadReport { Fault = SmtpRejection.HeaderTooBig };
        int fields = 0, hops = 0, from = 0, sender = 0, tlsFields = 0, priorities = 0;
        int? priority = null;
        bool date = false, messageId = false, doubt = false, tlsNo = false;
        List<string>? delivered = null;
        var found = authors ? new List<MailAddress>(1) : null;

        foreach (var field in new HeaderFields(head))
        {
            if (++fields > limits.Fields) return new HeadReport { Fault = SmtpRejection.TooManyHeaders };
            if (field.Length > limits.Field) return new HeadReport { Fault = SmtpRejection.HeaderTooBig };
            if (field.Name.IsEmpty) doubt = true;
            else if (field.Is("Received"u8)) hops++;
            else if (field.Is("Delivered-To"u8)) AddDelivered(field.Value, ref delivered);
            else if (field.Is("TLS-Required"u8)) (tlsFields, tlsNo) = (tlsFields + 1, Ascii.EqualsIgnoreCase(field.Value.Trim(" \t\r\n"u8), "No"u8));
            else if (!authors) continue;
            else if (field.Is("Date"u8)) date = true;
            else if (field.Is("Message-ID"u8)) messageId = true;
            else if (field.Is("From"u8)) doubt |= ++from > 1 | !AuthorField.TryRead(field.Value, found!);
            else if (field.Is("Sender"u8)) doubt |= ++sender > 1 | !AuthorField.TryRead(field.Value, found!);
            else if (field.Is("MT-Priority"u8)) priority = ++priorities == 1 ? SubmissionValues.Priority(field.Value.Trim(" \t\r\n"u8)) : null;
            else if (field.Is("Resent-From"u8) || field.Is("Resent-Sender"u8)) doubt |= !AuthorField.TryRead(field.Value, found!);
        }

        return new HeadReport(hops > limits.Hops ? SmtpRejection.TooManyHops : null, delivered, from > 0, date, messageId, found, authors && doubt)
        {
            // RFC 8689 §3: there must not be more than one, and no other value means anything.
            TlsOptional = tlsFields == 1 && tlsNo,
            Priority = priority,
        };
    }

    private static void AddDelivered(ReadOnlySpan<byte> value, ref List<string>? delivered)
    {
        if (AddressParser.TryParse(value.Trim(" \t\r\n"u8), out var address)) (delivered ??= []).Add(address.Key);
    }
}

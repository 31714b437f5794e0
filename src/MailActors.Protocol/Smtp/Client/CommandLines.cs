using System.Buffers;
using System.Globalization;
using System.Text;
using MailActors.Protocol.Smtp.Commands;

namespace MailActors.Protocol.Smtp.Client;

/// <summary>Writes the commands of a client. Addresses and values have been through parsers that let no control character pass.</summary>
public static class CommandLines
{
    public static void Mail(IBufferWriter<byte> into, MailParameters mail)
    {
        into.Write("MAIL FROM:<"u8);
        if (mail.Sender is not null) Text(into, mail.Sender.ToString());
        into.Write(">"u8);
        if (mail.Size is { } size) Text(into, string.Create(CultureInfo.InvariantCulture, $" SIZE={size}"));
        if (mail.Body is { } body) into.Write(Word(body));
        if (mail.Utf8) into.Write(" SMTPUTF8"u8);
        if (mail.RequireTls) into.Write(" REQUIRETLS"u8);
        if (mail.Return != RetParameter.Unspecified) into.Write(mail.Return == RetParameter.Full ? " RET=FULL"u8 : " RET=HDRS"u8);
        if (mail.EnvelopeId is not null) Text(into, $" ENVID={mail.EnvelopeId}");
        if (mail.Priority is { } priority) Text(into, string.Create(CultureInfo.InvariantCulture, $" MT-PRIORITY={priority}"));
        if (mail.DeliverBy is { } by)
            Text(into, string.Create(CultureInfo.InvariantCulture, $" BY={by.Seconds};{(by.Return ? 'R' : 'N')}{(by.Trace ? "T" : "")}"));
        into.Write("\r\n"u8);
    }

    public static void Rcpt(IBufferWriter<byte> into, RcptParameters rcpt)
    {
        into.Write("RCPT TO:<"u8);
        Text(into, rcpt.Address.ToString());
        into.Write(">"u8);
        if (rcpt.Notify != NotifyParameter.Unspecified) Notify(into, rcpt.Notify);
        if (rcpt.OriginalRecipient is not null) Text(into, $" ORCPT={rcpt.OriginalRecipient}");
        into.Write("\r\n"u8);
    }

    /// <summary>The whole message as one chunk (RFC 3030 §2); its octets follow at once.</summary>
    public static void BdatLast(IBufferWriter<byte> into, long octets) =>
        Text(into, string.Create(CultureInfo.InvariantCulture, $"BDAT {octets} LAST\r\n"));

    public static void Text(IBufferWriter<byte> into, string text) => Encoding.UTF8.GetBytes(text, into);

    private static ReadOnlySpan<byte> Word(BodyParameter body) => body switch
    {
        BodyParameter.BinaryMime => " BODY=BINARYMIME"u8,
        BodyParameter.EightBitMime => " BODY=8BITMIME"u8,
        _ => " BODY=7BIT"u8,
    };

    private static void Notify(IBufferWriter<byte> into, NotifyParameter notify)
    {
        into.Write(" NOTIFY="u8);
        if (notify.HasFlag(NotifyParameter.Never))
        {
            into.Write("NEVER"u8);
            return;
        }

        var words = new List<string>(3);
        if (notify.HasFlag(NotifyParameter.Success)) words.Add("SUCCESS");
        if (notify.HasFlag(NotifyParameter.Failure)) words.Add("FAILURE");
        if (notify.HasFlag(NotifyParameter.Delay)) words.Add("DELAY");
        Text(into, string.Join(',', words));
    }
}

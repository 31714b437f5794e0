using System.Text;

namespace MailActors.Protocol.Mime.Headers;

/// <summary>The fields a summary is made of.</summary>
internal enum KnownField
{
    None,
    Date,
    Subject,
    From,
    Sender,
    ReplyTo,
    To,
    Cc,
    Bcc,
    InReplyTo,
    MessageId,
    ContentType,
    ContentTransferEncoding,
    ContentId,
    ContentDescription,
    ContentMd5,
    ContentDisposition,
    ContentLanguage,
    ContentLocation,
}

internal static class KnownFields
{
    public static KnownField Find(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 => Is(name, "to"u8) ? KnownField.To : Is(name, "cc"u8) ? KnownField.Cc : KnownField.None,
        3 => Is(name, "bcc"u8) ? KnownField.Bcc : KnownField.None,
        4 => Is(name, "from"u8) ? KnownField.From : Is(name, "date"u8) ? KnownField.Date : KnownField.None,
        6 => Is(name, "sender"u8) ? KnownField.Sender : KnownField.None,
        7 => Is(name, "subject"u8) ? KnownField.Subject : KnownField.None,
        8 => Is(name, "reply-to"u8) ? KnownField.ReplyTo : KnownField.None,
        10 => Is(name, "message-id"u8) ? KnownField.MessageId : Is(name, "content-id"u8) ? KnownField.ContentId : KnownField.None,
        11 => Is(name, "in-reply-to"u8) ? KnownField.InReplyTo : Is(name, "content-md5"u8) ? KnownField.ContentMd5 : KnownField.None,
        12 => Is(name, "content-type"u8) ? KnownField.ContentType : KnownField.None,
        16 => Is(name, "content-language"u8) ? KnownField.ContentLanguage
            : Is(name, "content-location"u8) ? KnownField.ContentLocation : KnownField.None,
        19 => Is(name, "content-disposition"u8) ? KnownField.ContentDisposition
            : Is(name, "content-description"u8) ? KnownField.ContentDescription : KnownField.None,
        25 => Is(name, "content-transfer-encoding"u8) ? KnownField.ContentTransferEncoding : KnownField.None,
        _ => KnownField.None,
    };

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> known) => Ascii.EqualsIgnoreCase(name, known);
}

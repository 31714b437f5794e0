using System.Text;
using MailActors.Protocol.Mime.Headers;

namespace MailActors.Protocol.Mime.Structure;

/// <summary>What a summary says of the message's own header, decoded.</summary>
internal sealed record MessageFields(SearchFields Search, SentDate? Sent, string MessageId)
{
    public static readonly MessageFields Empty = new(new("", "", "", "", ""), null, "");

    public static MessageFields Read(FieldValues fields)
    {
        var search = new SearchFields(
            Addresses(fields, KnownField.From),
            Addresses(fields, KnownField.To),
            Addresses(fields, KnownField.Cc),
            Addresses(fields, KnownField.Bcc),
            Cut(EncodedWords.Decode(Start(fields, KnownField.Subject))));
        SentDate? sent = fields.TryGet(KnownField.Date, out var date) && DateField.TryParse(date, out var parsed) ? parsed : null;
        return new(search, sent, Identity(fields));
    }

    private static string Addresses(FieldValues fields, KnownField field)
    {
        var list = fields.Addresses(field);
        if (list.Count == 0) return "";
        var text = new StringBuilder();
        foreach (var address in list)
        {
            if (text.Length >= MimeLimits.SearchField) break;
            if (address.Kind == HeaderAddressKind.GroupEnd) continue;
            if (text.Length > 0) text.Append(", ");
            if (!address.Name.IsEmpty) text.Append(EncodedWords.Decode(address.Name.Span[..Math.Min(address.Name.Length, MimeLimits.SearchField)]));
            if (address.Kind == HeaderAddressKind.GroupStart)
            {
                text.Append(':');
                continue;
            }

            if (text.Length > 0 && !address.Name.IsEmpty) text.Append(' ');
            text.Append('<').Append(address.LocalPartText).Append('@').Append(address.DomainText).Append('>');
        }

        return Cut(text.ToString());
    }

    private static string Identity(FieldValues fields)
    {
        var id = Start(fields, KnownField.MessageId);
        var open = id.IndexOf((byte)'<');
        if (open >= 0) id = id[(open + 1)..];
        var close = id.IndexOf((byte)'>');
        if (close >= 0) id = id[..close];
        return Cut(Encoding.UTF8.GetString(id.Trim((byte)' ')));
    }

    /// <summary>Encoded text is longer than what it stands for: at most twelve octets make one character.</summary>
    private static ReadOnlySpan<byte> Start(FieldValues fields, KnownField field) =>
        fields.TryGet(field, out var value) ? value[..Math.Min(value.Length, MimeLimits.SearchField * 12)] : default;

    private static string Cut(string text)
    {
        if (text.Length <= MimeLimits.SearchField) return text;
        var end = char.IsHighSurrogate(text[MimeLimits.SearchField - 1]) ? MimeLimits.SearchField - 1 : MimeLimits.SearchField;
        return text[..end];
    }
}

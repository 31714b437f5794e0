using MailActors.Protocol.Mime.Headers;

namespace MailActors.Protocol.Mime.Structure;

/// <summary>ENVELOPE (RFC 9051 §7.5.2): (date subject from sender reply-to to cc bcc in-reply-to message-id).</summary>
internal static class EnvelopeWriter
{
    /// <summary>An envelope of a message about which nothing is known.</summary>
    public static ReadOnlySpan<byte> Empty => "(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)"u8;

    public static void Write(FieldValues fields, WireBuffer wire)
    {
        wire.Raw("("u8);
        WriteText(fields, KnownField.Date, wire);
        WriteText(fields, KnownField.Subject, wire);
        var start = wire.Length;
        WriteAddresses(fields.Addresses(KnownField.From), wire);
        var from = start..wire.Length;

        // RFC 9051 §7.5.2: without Sender or Reply-To the server fills in From.
        WriteAddresses(fields.Addresses(KnownField.Sender), wire, from);
        WriteAddresses(fields.Addresses(KnownField.ReplyTo), wire, from);
        WriteAddresses(fields.Addresses(KnownField.To), wire);
        WriteAddresses(fields.Addresses(KnownField.Cc), wire);
        WriteAddresses(fields.Addresses(KnownField.Bcc), wire);
        WriteText(fields, KnownField.InReplyTo, wire);
        wire.NString(fields.TryGet(KnownField.MessageId, out var id), id).Raw(")"u8);
    }

    private static void WriteText(FieldValues fields, KnownField field, WireBuffer wire) =>
        wire.NString(fields.TryGet(field, out var value), value).Raw(" "u8);

    private static void WriteAddresses(List<HeaderAddress> addresses, WireBuffer wire, Range otherwise)
    {
        if (addresses.Count > 0) WriteAddresses(addresses, wire);
        else wire.Raw(wire[otherwise].ToArray());
    }

    /// <summary>Written with the space behind it.</summary>
    private static void WriteAddresses(List<HeaderAddress> addresses, WireBuffer wire)
    {
        if (addresses.Count == 0)
        {
            wire.Raw("NIL "u8);
            return;
        }

        wire.Raw("("u8);
        foreach (var address in addresses) WriteAddress(address, wire);
        wire.Raw(") "u8);
    }

    /// <summary>(name route mailbox host). A NIL host marks a group; so an address that lacks its domain shows an empty one.</summary>
    private static void WriteAddress(in HeaderAddress address, WireBuffer wire)
    {
        switch (address.Kind)
        {
            case HeaderAddressKind.GroupStart:
                wire.Raw("(NIL NIL "u8).String(address.Name.Span).Raw(" NIL)"u8);
                break;
            case HeaderAddressKind.GroupEnd:
                wire.Raw("(NIL NIL NIL NIL)"u8);
                break;
            default:
                wire.Raw("("u8).NString(!address.Name.IsEmpty, address.Name.Span).Raw(" "u8);
                wire.NString(!address.Route.IsEmpty, address.Route.Span).Raw(" "u8);
                wire.String(address.LocalPart.Span).Raw(" "u8).String(address.Domain.Span).Raw(")"u8);
                break;
        }
    }
}

using MailActors.Protocol.Imap.Commands;

namespace MailActors.Protocol.Imap.Responses;

/// <summary>The pieces of a FETCH answer (RFC 9051 §7.5.2). <see cref="BeginFetch"/>, items with <see cref="ImapWriter.Space"/> between them, <see cref="EndFetch"/>.</summary>
public static class FetchResponse
{
    public static ImapWriter BeginFetch(this ImapWriter writer, int sequence) => writer.Raw("* "u8).Number(sequence).Raw(" FETCH ("u8);

    public static ImapWriter EndFetch(this ImapWriter writer) => writer.Raw(")\r\n"u8);

    public static ImapWriter FetchUid(this ImapWriter writer, uint uid) => writer.Raw("UID "u8).Number(uid);

    public static ImapWriter FetchFlags(this ImapWriter writer, SystemFlags system, ulong keywords, IReadOnlyList<string> table) =>
        writer.Raw("FLAGS "u8).Flags(system, keywords, table);

    public static ImapWriter FetchModSeq(this ImapWriter writer, long modSeq) => writer.Raw("MODSEQ ("u8).Number(modSeq).Close();

    public static ImapWriter FetchInternalDate(this ImapWriter writer, long unixSeconds) => writer.Raw("INTERNALDATE "u8).DateTime(unixSeconds);

    public static ImapWriter FetchSize(this ImapWriter writer, long octets) => writer.Raw("RFC822.SIZE "u8).Number(octets);

    /// <param name="list">In wire form, parentheses included.</param>
    public static ImapWriter FetchEnvelope(this ImapWriter writer, ReadOnlySpan<byte> list) => writer.Raw("ENVELOPE "u8).Raw(list);

    /// <inheritdoc cref="FetchEnvelope"/>
    public static ImapWriter FetchBodyStructure(this ImapWriter writer, ReadOnlySpan<byte> list) => writer.Raw("BODYSTRUCTURE "u8).Raw(list);

    /// <inheritdoc cref="FetchEnvelope"/>
    public static ImapWriter FetchBody(this ImapWriter writer, ReadOnlySpan<byte> list) => writer.Raw("BODY "u8).Raw(list);

    /// <summary>BODY[…]&lt;offset&gt; and a space; a literal, string or NIL follows.</summary>
    public static ImapWriter SectionName(this ImapWriter writer, BodySection section, PartialRange? partial)
    {
        writer.Raw("BODY["u8).Raw(section.Part.ToString());
        if (section.Text != SectionText.All)
        {
            if (!section.Part.IsEmpty) writer.Octet((byte)'.');
            writer.Raw(Name(section.Text));
        }

        if (section.Text is SectionText.HeaderFields or SectionText.HeaderFieldsNot)
        {
            writer.Raw(" ("u8);
            for (var i = 0; i < section.Fields.Count; i++)
            {
                if (i > 0) writer.Space();
                writer.AString(section.Fields[i]);
            }

            writer.Close();
        }

        return writer.Octet((byte)']').Origin(partial).Space();
    }

    /// <summary>BINARY[…]&lt;offset&gt; and a space; a literal8, a string or NIL follows.</summary>
    public static ImapWriter BinaryName(this ImapWriter writer, PartNumber part, PartialRange? partial) =>
        writer.Raw("BINARY["u8).Raw(part.ToString()).Octet((byte)']').Origin(partial).Space();

    public static ImapWriter BinarySize(this ImapWriter writer, PartNumber part, long octets) =>
        writer.Raw("BINARY.SIZE["u8).Raw(part.ToString()).Raw("] "u8).Number(octets);

    /// <summary>RFC 9051 §7.5.2: only the offset comes back.</summary>
    private static ImapWriter Origin(this ImapWriter writer, PartialRange? partial) =>
        partial is { } range ? writer.Octet((byte)'<').Number(range.Offset).Octet((byte)'>') : writer;

    private static ReadOnlySpan<byte> Name(SectionText text) => text switch
    {
        SectionText.Header => "HEADER"u8,
        SectionText.HeaderFields => "HEADER.FIELDS"u8,
        SectionText.HeaderFieldsNot => "HEADER.FIELDS.NOT"u8,
        SectionText.Text => "TEXT"u8,
        SectionText.Mime => "MIME"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(text)),
    };
}

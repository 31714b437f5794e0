using MailActors.Protocol.Imap.Commands;
using MailActors.Protocol.Mime;
using MailActors.Protocol.Mime.Sections;
using SectionText = MailActors.Protocol.Imap.Commands.SectionText;
using StoredText = MailActors.Protocol.Mime.Sections.SectionText;

namespace MailActors.Actors.Imap.Fetch;

/// <summary>What a body section is: octets as they lie in the message, or octets made of them.</summary>
internal abstract record SectionContent
{
    private SectionContent() { }

    internal sealed record Lying(Extent Where) : SectionContent;

    internal sealed record Made(ReadOnlyMemory<byte> Bytes) : SectionContent;

    /// <summary>Null: the message has no such part (RFC 9051 §6.4.5.1).</summary>
    public static async ValueTask<SectionContent?> Find(BodySection section, MimePart root, MessageBytes message)
    {
        if (BodySections.Find(root, section.Part.Numbers, Stored(section.Text)) is not { } where) return null;
        return section.Text is SectionText.HeaderFields or SectionText.HeaderFieldsNot
            ? new Made(HeaderFilter.Select(await message.ReadHeader(where), section.Fields, not: section.Text == SectionText.HeaderFieldsNot))
            : new Lying(where);
    }

    private static StoredText Stored(SectionText text) => text switch
    {
        SectionText.All => StoredText.Whole,
        SectionText.Text => StoredText.Text,
        SectionText.Mime => StoredText.Mime,
        _ => StoredText.Header,
    };
}

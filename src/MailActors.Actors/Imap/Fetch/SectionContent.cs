using MailActors.Protocol.Imap.Commands;
using MailActors.Protocol.Mime;

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
        if (section.Part.IsEmpty) return await Of(section, root, new Extent(0, root.Content.End), message);
        if (Part(root, section.Part.Numbers) is not { } part) return null;
        return section.Text switch
        {
            SectionText.All => new Lying(part.Content),
            SectionText.Mime => new Lying(part.Headers),
            // HEADER and TEXT of a part are those of the message in it.
            _ => part is { IsMessage: true, Children: [var inner, ..] } ? await Of(section, inner, part.Content, message) : null,
        };
    }

    /// <summary>RFC 9051 §6.4.5.1: numbers name the parts of a multipart; what is no multipart has one part, itself; message/rfc822 is looked
    /// into as if its message stood there.</summary>
    public static MimePart? Part(MimePart root, ReadOnlySpan<uint> numbers)
    {
        var at = root;
        for (var level = 0; level < numbers.Length; level++)
        {
            // Below the root, only a message's own content is numbered again.
            if (level > 0 && at is { IsMessage: true, Children: [var inner, ..] }) at = inner;
            else if (level > 0 && !at.IsMultipart) return null;
            if (at.IsMultipart)
            {
                if (numbers[level] > (uint)at.Children.Count) return null;
                at = at.Children[(int)numbers[level] - 1];
            }
            else if (numbers[level] != 1)
            {
                return null;
            }
        }

        return at;
    }

    private static async ValueTask<SectionContent> Of(BodySection section, MimePart part, Extent whole, MessageBytes message) => section.Text switch
    {
        SectionText.All => new Lying(whole),
        SectionText.Text => new Lying(part.Content),
        SectionText.HeaderFields => new Made(HeaderFields.Pick(await message.Read(part.Headers), section.Fields, wanted: true)),
        SectionText.HeaderFieldsNot => new Made(HeaderFields.Pick(await message.Read(part.Headers), section.Fields, wanted: false)),
        _ => new Lying(part.Headers),
    };
}

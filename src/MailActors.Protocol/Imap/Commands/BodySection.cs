namespace MailActors.Protocol.Imap.Commands;

/// <summary>What stands in the brackets of BODY[…] (RFC 9051 §6.4.5.1).</summary>
/// <param name="Part">Empty for the message itself.</param>
/// <param name="Fields">Field names as the client wrote them, for <see cref="SectionText.HeaderFields"/> and <see cref="SectionText.HeaderFieldsNot"/>; otherwise empty.</param>
public sealed record BodySection(PartNumber Part, SectionText Text, IReadOnlyList<string> Fields)
{
    public bool Equals(BodySection? other) =>
        other is not null && Text == other.Text && Part.Equals(other.Part) && Fields.SequenceEqual(other.Fields, StringComparer.OrdinalIgnoreCase);

    public override int GetHashCode() => HashCode.Combine(Part, Text, Fields.Count);
}

public enum SectionText
{
    /// <summary>The part whole; for the message itself, the whole message.</summary>
    All,
    Header,
    HeaderFields,
    HeaderFieldsNot,
    Text,

    /// <summary>The MIME header of a part; never of the message itself.</summary>
    Mime,
}

namespace MailActors.Protocol.Mime.Sections;

/// <summary>What of a part is meant (RFC 9051 §6.4.5).</summary>
public enum SectionText
{
    /// <summary>The body of the part; without part numbers the whole message.</summary>
    Whole,

    /// <summary>The header of a message.</summary>
    Header,

    /// <summary>The body of a message.</summary>
    Text,

    /// <summary>The header of a part.</summary>
    Mime,
}

/// <summary>Finds BODY[…] sections in a message's structure.</summary>
public static class BodySections
{
    /// <summary>Null when the message has no such section.</summary>
    /// <param name="path">Part numbers, counted from 1.</param>
    public static Extent? Find(MimePart root, ReadOnlySpan<uint> path, SectionText text)
    {
        if (path.IsEmpty)
        {
            return text switch
            {
                SectionText.Whole => new Extent(root.Headers.Offset, root.Content.End - root.Headers.Offset),
                SectionText.Header => root.Headers,
                SectionText.Text => root.Content,
                _ => null,
            };
        }

        if (FindPart(root, path) is not { } part) return null;
        return text switch
        {
            SectionText.Whole => part.Content,
            SectionText.Mime => part.Headers,
            _ when !part.IsMessage || part.Children.Count == 0 => null,
            SectionText.Header => part.Children[0].Headers,
            _ => part.Children[0].Content,
        };
    }

    /// <summary>The part itself, for BINARY[…] and its charset and encoding; null when there is none.</summary>
    public static MimePart? FindPart(MimePart root, ReadOnlySpan<uint> path)
    {
        var part = root;
        var isMessage = true;
        foreach (var number in path)
        {
            // Inside message/rfc822 the numbers go on with the parts of the message it holds.
            if (!isMessage && part.IsMessage && part.Children.Count > 0)
            {
                part = part.Children[0];
                isMessage = true;
            }

            if (part.IsMultipart)
            {
                if (number < 1 || number > part.Children.Count) return null;
                part = part.Children[(int)number - 1];
            }
            else if (!isMessage || number != 1) return null;
            isMessage = false;
        }

        return part;
    }
}

using System.Text;
using MailActors.Protocol.Mime.Headers;

namespace MailActors.Protocol.Mime.Sections;

/// <summary>HEADER.FIELDS and HEADER.FIELDS.NOT (RFC 9051 §6.4.5): chosen fields as they stand, in their order, and the empty line.</summary>
public static class HeaderFilter
{
    private const int MaxName = 256;

    /// <param name="header">A header section.</param>
    /// <param name="not">All but the named fields.</param>
    public static byte[] Select(ReadOnlySpan<byte> header, IEnumerable<string> names, bool not)
    {
        var wanted = new HashSet<string>(names, StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
        var kept = new byte[header.Length + 4];
        var length = 0;
        Span<char> name = stackalloc char[MaxName];
        foreach (var field in new HeaderSection(header))
        {
            var isNamed = field.Name.Length <= MaxName && wanted.Contains(name[..Encoding.Latin1.GetChars(field.Name, name)]);
            if (isNamed == not) continue;
            field.Whole.CopyTo(kept.AsSpan(length));
            length += field.Whole.Length;
        }

        if (length > 0 && kept[length - 1] != '\n') length += Write("\r\n"u8, kept.AsSpan(length));
        length += Write("\r\n"u8, kept.AsSpan(length));
        return kept.AsSpan(0, length).ToArray();
    }

    private static int Write(ReadOnlySpan<byte> text, Span<byte> into)
    {
        text.CopyTo(into);
        return text.Length;
    }
}

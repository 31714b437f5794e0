using MailActors.Protocol.Imap.Commands;

namespace MailActors.Protocol.Imap.Reading;

/// <summary>section and section-binary (RFC 9051 §9).</summary>
internal static class SectionRules
{
    /// <summary>Names in one HEADER.FIELDS list.</summary>
    private const int MaxFields = 200;

    internal static bool ExpectSection(this ref ImapScanner scanner, out BodySection section)
    {
        section = new(default, SectionText.All, []);
        if (!scanner.Expect('[') || !scanner.ExpectPart(out var part, out var more)) return false;
        var text = SectionText.All;
        IReadOnlyList<string> fields = [];
        if (more || (part.IsEmpty && scanner.Next != ']'))
        {
            if (!scanner.ExpectWord(out var word)) return false;
            text = word switch
            {
                "HEADER" => SectionText.Header,
                "HEADER.FIELDS" => SectionText.HeaderFields,
                "HEADER.FIELDS.NOT" => SectionText.HeaderFieldsNot,
                "TEXT" => SectionText.Text,
                "MIME" when !part.IsEmpty => SectionText.Mime,
                _ => SectionText.All,
            };
            if (text == SectionText.All) return scanner.Fail("There is no such section");
            if (text is SectionText.HeaderFields or SectionText.HeaderFieldsNot && !scanner.ExpectFieldNames(out fields)) return false;
        }

        section = new(part, text, fields);
        return scanner.Expect(']');
    }

    internal static bool ExpectBinaryPart(this ref ImapScanner scanner, out PartNumber part)
    {
        part = default;
        return scanner.Expect('[') && scanner.ExpectPart(out part, out var more) && (!more || scanner.Fail("Expected ]")) && scanner.Expect(']');
    }

    /// <param name="more">A dot followed the last number, and no number the dot.</param>
    private static bool ExpectPart(this ref ImapScanner scanner, out PartNumber part, out bool more)
    {
        part = default;
        more = false;
        if (!char.IsAsciiDigit((char)scanner.Next)) return true;
        var numbers = new List<uint>();
        do
        {
            if (!scanner.ExpectNonZero(out var number)) return false;
            numbers.Add(number);
            if (numbers.Count > PartNumber.MaxDepth) return scanner.Fail("The section is too deep", ImapFaultKind.TooBig);
            more = scanner.Take('.');
        }
        while (more && char.IsAsciiDigit((char)scanner.Next));

        part = new([.. numbers]);
        return true;
    }

    private static bool ExpectFieldNames(this ref ImapScanner scanner, out IReadOnlyList<string> fields)
    {
        var names = new List<string>();
        fields = names;
        if (!scanner.ExpectSpace() || !scanner.Expect('(')) return false;
        do
        {
            if (!scanner.ExpectAstring(out var name)) return false;
            names.Add(name);
            if (names.Count > MaxFields) return scanner.Fail("Too many header fields", ImapFaultKind.TooBig);
        }
        while (scanner.Take(' '));

        return scanner.Expect(')');
    }
}

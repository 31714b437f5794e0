using System.Text;

namespace MailActors.Actors.Imap.Fetch;

/// <summary>HEADER.FIELDS and HEADER.FIELDS.NOT (RFC 9051 §6.4.5.1): the fields as they stand, and always an empty line behind them.</summary>
internal static class HeaderFields
{
    /// <param name="headers">Header lines, the empty line behind them included when there is one.</param>
    public static ReadOnlyMemory<byte> Pick(ReadOnlySpan<byte> headers, IReadOnlyList<string> names, bool wanted)
    {
        var picked = new MemoryStream(headers.Length);
        while (!headers.IsEmpty)
        {
            var field = headers[..FieldEnd(headers)];
            headers = headers[field.Length..];
            if (field is [(byte)'\r' or (byte)'\n', ..]) break;
            if (IsNamed(field, names) == wanted) picked.Write(field);
        }

        picked.Write("\r\n"u8);
        return picked.GetBuffer().AsMemory(0, (int)picked.Length);
    }

    /// <summary>Behind the field's last line: folded ones begin with white space (RFC 5322 §2.2.3).</summary>
    private static int FieldEnd(ReadOnlySpan<byte> headers)
    {
        for (var at = 0; ;)
        {
            var newline = headers[at..].IndexOf((byte)'\n');
            if (newline < 0) return headers.Length;
            at += newline + 1;
            if (at == headers.Length || headers[at] is not ((byte)' ' or (byte)'\t') || headers[0] is (byte)'\r' or (byte)'\n') return at;
        }
    }

    private static bool IsNamed(ReadOnlySpan<byte> field, IReadOnlyList<string> names)
    {
        var colon = field.IndexOf((byte)':');
        if (colon < 0) return false;
        var name = field[..colon].TrimEnd(" \t"u8);
        for (var i = 0; i < names.Count; i++)
            if (Ascii.EqualsIgnoreCase(name, names[i])) return true;
        return false;
    }
}

using System.Globalization;

namespace MailActors.Protocol.Imap;

/// <summary>The <c>{n}</c>, <c>{n+}</c> or <c>~{n}</c> at the end of a line (RFC 9051 §4.3, RFC 7888, RFC 3516).</summary>
/// <param name="Size">−1 when it is not a size at all or one nobody can mean.</param>
internal readonly record struct LiteralAnnouncement(long Size, bool Synchronizing)
{
    /// <summary>Digits we read; 18 fit in 64 bits.</summary>
    private const int MaxDigits = 18;

    internal bool IsBad => Size < 0;

    /// <summary>Null when the line ends without one. Braces inside a quoted string are none.</summary>
    internal static LiteralAnnouncement? Find(ReadOnlySpan<byte> line)
    {
        if (line is not [.., (byte)'}']) return null;
        var start = line.LastIndexOf((byte)'{');
        if (start < 0 || InsideQuotes(line[..start])) return null;
        var size = line[(start + 1)..^1];
        var waits = size is not [.., (byte)'+'];
        if (!waits) size = size[..^1];
        if (size.IsEmpty || size.Length > MaxDigits || size.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return new(-1, waits);
        return new(long.Parse(size, NumberStyles.None, CultureInfo.InvariantCulture), waits);
    }

    private static bool InsideQuotes(ReadOnlySpan<byte> text)
    {
        var inside = false;
        while (true)
        {
            var special = inside ? text.IndexOfAny((byte)'"', (byte)'\\') : text.IndexOf((byte)'"');
            if (special < 0) return inside;
            if (text[special] == '"') inside = !inside;
            else special++;
            if (special + 1 >= text.Length) return inside;
            text = text[(special + 1)..];
        }
    }
}

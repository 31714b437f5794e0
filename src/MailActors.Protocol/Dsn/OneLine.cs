using System.Globalization;
using System.Text;

namespace MailActors.Protocol.Dsn;

/// <summary>Makes a text that somebody else wrote fit for one line of a header, a report or a mail: no line end, no control character, nothing that
/// turns the direction of reading, and no longer than it may be.</summary>
public static class OneLine
{
    /// <param name="utf8">False: what is not ASCII becomes a question mark.</param>
    public static string Of(string? text, int max, bool utf8)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var line = new StringBuilder(Math.Min(text.Length, max));
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length + rune.Utf16SequenceLength > max)
            {
                line.Append(" ...");
                break;
            }

            if (rune.IsAscii) line.Append(Rune.IsControl(rune) ? ' ' : (char)rune.Value);
            else if (!utf8 || IsHidden(rune)) line.Append('?');
            else line.Append(rune.ToString());
        }

        return line.ToString().Trim();
    }

    /// <summary>The same, and without any space: for a name.</summary>
    public static string Word(string? text, int max) => Of(text, max, utf8: false).Replace(' ', '_');

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}

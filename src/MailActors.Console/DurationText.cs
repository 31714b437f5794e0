using System.Globalization;

namespace MailActors.Console;

/// <summary>Times as people write them: 90s, 30m, 4h, 2d.</summary>
internal static class DurationText
{
    public static string ToSeconds(string text)
    {
        var unit = text.Length > 0 ? text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3_600, 'd' => 86_400, _ => 0 } : 0;
        if (unit == 0 || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw CannotAsk.Usage($"\"{text}\" is no time: write 90s, 30m, 4h or 2d.");
        return ((long)number * unit).ToString(CultureInfo.InvariantCulture);
    }
}

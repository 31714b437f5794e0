using System.Globalization;

namespace MailActors.Console;

/// <summary>Sizes as people write them: 500M, 2G, 1048576.</summary>
internal static class SizeText
{
    private const string Units = "KMGT";

    public static string ToOctets(string text)
    {
        var unit = text.Length > 0 ? Units.IndexOf(char.ToUpperInvariant(text[^1]), StringComparison.Ordinal) : -1;
        var digits = unit < 0 ? text : text[..^1];
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > long.MaxValue >> (10 * (unit + 1)))
            throw CannotAsk.Usage($"\"{text}\" is no size: write 500M, 2G or a number of octets, 0 for none.");
        return (number << (10 * (unit + 1))).ToString(CultureInfo.InvariantCulture);
    }

    public static string FromOctets(long octets)
    {
        double size = octets;
        var unit = -1;
        for (; size >= 1024 && unit < Units.Length - 1; unit++) size /= 1024;
        return unit < 0 ? octets.ToString(CultureInfo.InvariantCulture) : size.ToString("0.#", CultureInfo.InvariantCulture) + " " + Units[unit] + "B";
    }
}

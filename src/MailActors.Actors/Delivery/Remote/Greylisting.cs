using System.Globalization;
using MailActors.Domain.Queue;

namespace MailActors.Actors.Delivery.Remote;

/// <summary>Recognises a host that asks strangers to come again (RFC 6647), and when.</summary>
internal static class Greylisting
{
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    /// <summary>How long to wait; null when it isn't greylisting.</summary>
    /// <param name="tries">Made before this one: who greylists a third time wants something else.</param>
    /// <param name="spread">From 0 to 1, by chance.</param>
    public static TimeSpan? Wait(Reason reason, int tries, double spread)
    {
        if (tries > 1 || reason.Host is null || !reason.Text.StartsWith('4')) return null;
        var text = reason.Text;
        if (!text.Contains("greylist", StringComparison.OrdinalIgnoreCase) && !text.Contains("graylist", StringComparison.OrdinalIgnoreCase)
            && !text.Contains("grey list", StringComparison.OrdinalIgnoreCase)) return null;
        var asked = Asked(text) ?? Usual;
        // Never before the time: that could start it anew.
        return (asked < Longest ? asked : Longest) + TimeSpan.FromSeconds(5 + 25 * spread);
    }

    /// <summary>"… in 300 seconds", "retry after 2 minutes".</summary>
    private static TimeSpan? Asked(string text)
    {
        var words = text.Split([' ', '(', ')', ',', ';'], StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i + 1 < words.Length; i++)
        {
            if (!int.TryParse(words[i], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 86_400) continue;
            if (words[i + 1].StartsWith("sec", StringComparison.OrdinalIgnoreCase)) return TimeSpan.FromSeconds(number);
            if (words[i + 1].StartsWith("min", StringComparison.OrdinalIgnoreCase)) return TimeSpan.FromMinutes(number);
        }

        return null;
    }
}

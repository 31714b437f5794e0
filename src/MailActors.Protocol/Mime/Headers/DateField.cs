using System.Globalization;
using System.Text;

namespace MailActors.Protocol.Mime.Headers;

/// <summary>Reads a Date field (RFC 5322 §3.3), the obsolete forms of §4.3 included: two-digit years, named zones, comments,
/// no seconds, no day of the week.</summary>
public static class DateField
{
    private const int MaxLength = 256;

    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    /// <summary>RFC 5322 §4.3; hours from UTC.</summary>
    private static readonly (string Name, int Hours)[] Zones =
    [
        ("ut", 0), ("gmt", 0), ("utc", 0), ("z", 0), ("edt", -4), ("est", -5), ("cdt", -5), ("cst", -6), ("mdt", -6), ("mst", -7), ("pdt", -7), ("pst", -8),
    ];

    public static bool TryParse(ReadOnlySpan<byte> value, out SentDate date)
    {
        date = default;
        var words = new DateWords(value[..Math.Min(value.Length, MaxLength)]);
        if (!words.MoveNext()) return false;
        if (words.Current[0] is < (byte)'0' or > (byte)'9' && !words.MoveNext()) return false;
        if (!TryNumber(words.Current, out var day) || !words.MoveNext()) return false;
        if (!TryMonth(words.Current, out var month) || !words.MoveNext()) return false;
        var yearDigits = words.Current.Length;
        if (!TryNumber(words.Current, out var year) || !words.MoveNext()) return false;

        // RFC 5322 §4.3: 00 to 49 are of this century, 50 to 99 and three digits count from 1900.
        if (yearDigits <= 2) year += year < 50 ? 2000 : 1900;
        else if (yearDigits == 3) year += 1900;
        if (!TryTime(words.Current, out var seconds)) return false;
        if (year is < 1900 or > 9999 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        var offset = words.MoveNext() ? Zone(words.Current) : 0;
        var local = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc);
        date = new(new DateTimeOffset(local).ToUnixTimeSeconds() + seconds - offset * 60L, (short)offset);
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> word, out int number) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out number) && word.Length <= 4;

    private static bool TryMonth(ReadOnlySpan<byte> word, out int month)
    {
        month = 0;
        if (word.Length < 3) return false;
        for (var i = 0; i < Months.Length; i++)
            if (Ascii.EqualsIgnoreCase(word[..3], Months[i])) month = i + 1;
        return month > 0;
    }

    private static bool TryTime(ReadOnlySpan<byte> word, out int seconds)
    {
        seconds = 0;
        var count = 0;
        foreach (var range in word.Split((byte)':'))
        {
            if (count == 3 || !TryNumber(word[range], out var number)) return false;
            if (number > (count == 0 ? 23 : count == 1 ? 59 : 60)) return false;
            seconds = seconds * 60 + number;
            count++;
        }

        if (count == 2) seconds *= 60;
        return count >= 2;
    }

    /// <summary>Minutes from UTC; an unknown name means nothing and counts as -0000 (RFC 5322 §4.3).</summary>
    private static int Zone(ReadOnlySpan<byte> word)
    {
        if (word.Length == 5 && word[0] is (byte)'+' or (byte)'-' && TryNumber(word[1..], out var digits))
        {
            var minutes = digits / 100 * 60 + digits % 100;
            if (minutes > 24 * 60) return 0;
            return word[0] == '-' ? -minutes : minutes;
        }

        foreach (var (name, hours) in Zones)
            if (Ascii.EqualsIgnoreCase(word, name)) return hours * 60;
        return 0;
    }
}

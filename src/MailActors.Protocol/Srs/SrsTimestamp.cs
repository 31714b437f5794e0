namespace MailActors.Protocol.Srs;

/// <summary>The day in an SRS address: two characters of base32, so that a host which changes case does no harm. The days go round every 1,024.</summary>
public static class SrsTimestamp
{
    private const string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int Days = 1 << 10;

    public static string Of(DateTimeOffset time)
    {
        var day = DayOf(time);
        return $"{Digits[day >> 5]}{Digits[day & 31]}";
    }

    /// <summary>Whether the day lies at most <paramref name="days"/> back. One day ahead is let pass: nodes of a cluster need not see midnight at the
    /// same moment.</summary>
    public static bool IsWithin(string stamp, int days, DateTimeOffset now)
    {
        if (stamp.Length != 2 || Digit(stamp[0]) is not (>= 0 and var high) || Digit(stamp[1]) is not (>= 0 and var low)) return false;
        return ((DayOf(now) + 1 - ((high << 5) | low)) & (Days - 1)) <= days + 1;
    }

    private static int DayOf(DateTimeOffset time) => (int)(time.ToUnixTimeSeconds() / 86400) & (Days - 1);

    private static int Digit(char c) => Digits.IndexOf(char.ToUpperInvariant(c), StringComparison.Ordinal);
}

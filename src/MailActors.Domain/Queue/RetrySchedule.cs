namespace MailActors.Domain.Queue;

/// <summary>When a deferred recipient is tried again: the first wait doubles up to the longest one, each spread by a fifth so that what failed
/// together does not come back together, until the message is too old.</summary>
public sealed record RetrySchedule(TimeSpan First, TimeSpan Longest, TimeSpan GiveUp)
{
    /// <param name="tries">Tries made before this one.</param>
    /// <param name="spread">From 0 to 1, by chance.</param>
    public TimeSpan Wait(int tries, double spread)
    {
        var wait = Math.Min(First.TotalSeconds * Math.Pow(2, Math.Min(tries, 30)), Longest.TotalSeconds);
        return TimeSpan.FromSeconds(wait * SpreadBy(spread));
    }

    /// <summary>A fifth more or less.</summary>
    /// <param name="spread">From 0 to 1, by chance.</param>
    public static double SpreadBy(double spread) => 0.8 + 0.4 * spread;

    /// <param name="since">From when on it was to be delivered. Seconds since 1970 UTC.</param>
    public bool IsOver(long since, DateTimeOffset now) => now.ToUnixTimeSeconds() - since >= GiveUp.TotalSeconds;
}

namespace MailActors.Storage.Sweep;

/// <summary>How messages that nobody names any more leave the disk.</summary>
public sealed record SweepSettings
{
    /// <summary>How long a message stays after it was first found named by nobody. Longer than any command takes from storing a message to naming it, and
    /// how far back a message that was deleted is still on disk.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromDays(1);

    /// <summary>From the end of one sweep to the start of the next.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromHours(6);

    /// <summary>Free octets that stay in the file for new mail; what is beyond goes back to the file system.</summary>
    public long KeepFree { get; init; } = 64 << 20;

    public IEnumerable<string> Faults()
    {
        if (Grace < TimeSpan.FromHours(1)) yield return "Sweep:Grace must be at least an hour: a message is stored before it is named.";
        if (Every < TimeSpan.FromMinutes(1) || Every > TimeSpan.FromDays(30)) yield return "Sweep:Every must lie between a minute and 30 days.";
        if (KeepFree < 0) yield return "Sweep:KeepFree must not be negative.";
    }
}

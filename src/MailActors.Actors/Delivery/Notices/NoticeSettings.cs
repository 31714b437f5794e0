namespace MailActors.Actors.Delivery.Notices;

/// <summary>How senders are told what became of their mail.</summary>
public sealed record NoticeSettings
{
    /// <summary>Octets of a notice; the message it is about is cut to its header fields, and these to what fits.</summary>
    public int MaxSize { get; init; } = 50_000;

    /// <summary>Notices to one address that go out one by one within an hour, from one partition of the queue; what comes on top is merged.</summary>
    public int MaxAnHour { get; init; } = 20;

    /// <summary>How long notices to one address are gathered for a merged one.</summary>
    public TimeSpan MergeWithin { get; init; } = TimeSpan.FromMinutes(10);

    public IEnumerable<string> Faults()
    {
        if (MaxSize is < 4_000 or > 10_000_000) yield return "Notices:MaxSize must be between 4000 and 10000000.";
        if (MaxAnHour < 1) yield return "Notices:MaxAnHour must be at least 1.";
        if (MergeWithin < TimeSpan.FromSeconds(1) || MergeWithin > TimeSpan.FromHours(4)) yield return "Notices:MergeWithin must be between 1 second and 4 hours.";
    }
}

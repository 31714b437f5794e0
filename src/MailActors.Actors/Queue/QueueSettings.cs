using MailActors.Domain.Queue;

namespace MailActors.Actors.Queue;

/// <summary>How accepted mail is kept and delivered.</summary>
public sealed record QueueSettings
{
    /// <summary>The same on all nodes and for the life of a store.</summary>
    public int Partitions { get; init; } = 16;

    /// <summary>Messages one partition holds; the next is refused with 451.</summary>
    public int MaxMessages { get; init; } = 100_000;

    /// <summary>Acceptances and settlements one write makes durable.</summary>
    public int MaxBatch { get; init; } = 500;

    /// <summary>How long a settlement may wait for a write to ride in.</summary>
    public TimeSpan SettleWithin { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Writes between two snapshots, at least: a partition that holds much waits until as much has happened as it holds.</summary>
    public int SnapshotEvery { get; init; } = 1_000;

    /// <summary>Deliveries of one partition under way at a time.</summary>
    public int MaxDeliveries { get; init; } = 200;

    /// <summary>Of those, to one mailbox: a busy mailbox must not hold up the others.</summary>
    public int MaxDeliveriesPerMailbox { get; init; } = 50;

    /// <summary>Recipients at other hosts that one partition has handed on for their first try; the others wait in the queue.</summary>
    public int MaxRemote { get; init; } = 10_000;

    /// <summary>The same for those tried before: a backlog does not stand in the way of new mail.</summary>
    public int MaxRemoteRetries { get; init; } = 10_000;

    /// <summary>Of each of the two, those in one domain: a mailing to a slow domain does not stand in the way of other mail. A message with more
    /// recipients there is not divided for it.</summary>
    public int MaxRemotePerDomain { get; init; } = 100;

    /// <summary>After so long a sender is told once that its mail is late; zero: never.</summary>
    public TimeSpan DelayNoticeAfter { get; init; } = TimeSpan.FromHours(4);

    /// <summary>How long a failure notice waits for the message's other recipients that are being tried, so that one notice tells of all.</summary>
    public TimeSpan NoticeWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The first wait when a notice could not be made; it doubles up to an hour.</summary>
    public TimeSpan NoticeRetry { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromHours(4);

    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromDays(5);

    /// <summary>The first wait when the mailbox did not answer: the trouble is ours and likely short.</summary>
    public TimeSpan FirstRetryWhenUnavailable { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a partition that is told to stop waits for deliveries to other hosts that are under way. What is cut off may be sent twice.</summary>
    public TimeSpan DrainWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What isn't answered in this time is sent again.</summary>
    public TimeSpan AskTry { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>After this time the asker is told that the queue is unavailable.</summary>
    public TimeSpan AskDeadline { get; init; } = TimeSpan.FromSeconds(10);

    public RetrySchedule Schedule => new(FirstRetry, LongestRetry, GiveUpAfter);

    internal RetrySchedule ScheduleWhenUnavailable => new(FirstRetryWhenUnavailable, FirstRetry, GiveUpAfter);

    public IEnumerable<string> Faults()
    {
        if (Partitions is < 1 or > 1024) yield return "Queue:Partitions must be between 1 and 1024.";
        if (MaxMessages < 1) yield return "Queue:MaxMessages must be at least 1.";
        if (MaxBatch < 1) yield return "Queue:MaxBatch must be at least 1.";
        if (SettleWithin <= TimeSpan.Zero) yield return "Queue:SettleWithin must be longer than zero.";
        if (SnapshotEvery < 1) yield return "Queue:SnapshotEvery must be at least 1.";
        if (MaxDeliveries < 1 || MaxDeliveriesPerMailbox < 1) yield return "Queue:MaxDeliveries and Queue:MaxDeliveriesPerMailbox must be at least 1.";
        if (MaxRemote < 1 || MaxRemoteRetries < 1 || MaxRemotePerDomain < 1) yield return "Queue:MaxRemote, Queue:MaxRemoteRetries and Queue:MaxRemotePerDomain must be at least 1.";
        if (DelayNoticeAfter < TimeSpan.Zero) yield return "Queue:DelayNoticeAfter must not be shorter than zero; zero sends no delay notices.";
        if (NoticeWait < TimeSpan.Zero || NoticeRetry <= TimeSpan.Zero) yield return "Queue:NoticeRetry must be longer than zero and Queue:NoticeWait not shorter than zero.";
        if (FirstRetry <= TimeSpan.Zero || FirstRetryWhenUnavailable <= TimeSpan.Zero) yield return "Queue:FirstRetry and Queue:FirstRetryWhenUnavailable must be longer than zero.";
        if (LongestRetry < FirstRetry) yield return "Queue:LongestRetry must not be shorter than Queue:FirstRetry.";
        if (GiveUpAfter < FirstRetry) yield return "Queue:GiveUpAfter must not be shorter than Queue:FirstRetry.";
        if (DrainWithin < TimeSpan.Zero || DrainWithin > TimeSpan.FromSeconds(6)) yield return "Queue:DrainWithin must be between 0 and 6 seconds: the node stops soon after.";
        if (AskTry <= TimeSpan.Zero || AskDeadline < AskTry) yield return "Queue:AskTry must be longer than zero and Queue:AskDeadline not shorter than it.";
    }
}

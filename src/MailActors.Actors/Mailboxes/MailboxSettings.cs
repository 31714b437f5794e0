namespace MailActors.Actors.Mailboxes;

/// <summary>How mailboxes live on a node.</summary>
public sealed record MailboxSettings
{
    /// <summary>Shards of the region; the same on all nodes and for the life of a cluster. About ten for each node it may ever have.</summary>
    public int Shards { get; init; } = 100;

    /// <summary>A mailbox nobody asks for this long leaves memory.</summary>
    public TimeSpan PassivateAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Events between two snapshots: what has to be read again when a mailbox wakes up.</summary>
    public int SnapshotEvery { get; init; } = 500;

    /// <summary>Events since the last snapshot that are worth one when a mailbox leaves memory.</summary>
    public int SnapshotOnStop { get; init; } = 50;

    /// <summary>Commands made durable together at most.</summary>
    public int MaxBatch { get; init; } = 500;

    /// <summary>Commands one mailbox lets wait; the next is refused as unavailable.</summary>
    public int MaxWaiting { get; init; } = 5_000;

    /// <summary>A journal or chunk store that takes longer is taken for dead.</summary>
    public TimeSpan StorageTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public int MaxSessions { get; init; } = 200;

    /// <summary>Sessions of one user from one address; a desktop client opens about one for each folder it watches.</summary>
    public int MaxSessionsPerAddress { get; init; } = 20;

    /// <summary>A session that did not renew for this long is taken for dead.</summary>
    public TimeSpan SessionExpiry { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>What isn't answered in this time is sent again.</summary>
    public TimeSpan AskTry { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>After this time the asker is told that the mailbox is unavailable.</summary>
    public TimeSpan AskDeadline { get; init; } = TimeSpan.FromSeconds(10);

    public IEnumerable<string> Faults()
    {
        if (Shards < 1) yield return "Mailboxes:Shards must be at least 1; 100 fits clusters of up to ten nodes.";
        if (PassivateAfter < TimeSpan.FromSeconds(10)) yield return "Mailboxes:PassivateAfter must be at least 10 seconds.";
        if (SnapshotEvery < 1) yield return "Mailboxes:SnapshotEvery must be at least 1.";
        if (SnapshotOnStop < 1) yield return "Mailboxes:SnapshotOnStop must be at least 1.";
        if (MaxBatch < 1) yield return "Mailboxes:MaxBatch must be at least 1.";
        if (MaxWaiting < MaxBatch) yield return "Mailboxes:MaxWaiting must not be below Mailboxes:MaxBatch.";
        if (StorageTimeout < TimeSpan.FromSeconds(1)) yield return "Mailboxes:StorageTimeout must be at least 1 second.";
        if (MaxSessions < 1) yield return "Mailboxes:MaxSessions must be at least 1.";
        if (MaxSessionsPerAddress < 1) yield return "Mailboxes:MaxSessionsPerAddress must be at least 1.";
        if (SessionExpiry <= Domain.Mailboxes.MailboxSessions.RenewEvery) yield return "Mailboxes:SessionExpiry must be above one minute: sessions renew each minute.";
        if (AskTry <= TimeSpan.Zero || AskDeadline < AskTry) yield return "Mailboxes:AskTry must be positive and not above Mailboxes:AskDeadline.";
    }
}

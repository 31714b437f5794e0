namespace MailActors.Domain.Queue;

/// <summary>What has happened in a partition since its last snapshot. One is due when as much has happened as the partition holds: so a large partition,
/// whose snapshot is large, writes on average no more for snapshots than for events, and recovery reads no more than twice what there is.</summary>
public readonly record struct SnapshotDebt(long Writes, long Changes)
{
    public SnapshotDebt After(QueueEvents.Batch batch) => new(Writes + 1, Changes + batch.Accepted.Length + batch.Settled.Length + batch.Changes.Length);

    /// <param name="every">Writes between two snapshots, however little the partition holds.</param>
    /// <param name="entries">What the partition holds.</param>
    public bool IsDue(int every, int entries) => Writes >= every && Changes >= entries;
}

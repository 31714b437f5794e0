namespace MailActors.Storage.Verify;

/// <summary>What a check found.</summary>
/// <param name="Where">The blob, the persistence id or the folder.</param>
public sealed record Finding(FindingKind Kind, string Where, string Detail)
{
    /// <summary>False for what only wastes room.</summary>
    public bool IsFault => Kind is not (FindingKind.UnnamedBlob or FindingKind.UnfinishedUpload);
}

public enum FindingKind
{
    /// <summary>No mailbox or queue names it: waste, no fault.</summary>
    UnnamedBlob,

    /// <summary>Pieces without their message: an upload under way or given up. No fault.</summary>
    UnfinishedUpload,

    DatabaseDamaged,
    BlobChecksum,
    BlobHash,
    BlobSize,
    BlobSummary,
    BlobPieceMissing,
    OverlayBaseMissing,
    JournalChecksum,
    JournalGap,
    JournalDuplicate,
    JournalOrder,
    JournalStranger,
    EventUndecodable,
    EventDoesNotApply,
    SnapshotChecksum,
    SnapshotUndecodable,
    SnapshotAhead,
    ChunkMissing,
    FolderCounts,
    FolderBytes,
    FolderName,
    FolderParent,
    FolderKeywords,
    InboxMissing,
    UidOrder,
    UidNext,
    UidValidity,
    UidVanished,
    ModSeqOrder,
    Quota,
    MessageBlobMissing,
    MessageSize,
    QueueUnreadable,
    QueueBlobMissing,
}

/// <param name="Done">Rows so far.</param>
public sealed record VerifyProgress(string Step, long Done, long Total);

using MailActors.Domain.Mailboxes;

namespace MailActors.Actors.Imap.Selected;

/// <summary>A selected folder as one session has it: two snapshots. Sequence numbers come from what the client was <see cref="Told"/>, data
/// from the <see cref="Latest"/>, found by UID.
/// Invariants:
/// 1. <see cref="Told"/> moves only through a method that hands back what the client must be told, at a moment when it may be told.
/// 2. <see cref="Latest"/> never goes back, whatever the order in which replies and pushes arrive.</summary>
internal sealed class FolderView(FolderSnapshot folder, bool readOnly)
{
    /// <summary>Own changes kept back from the comparison; more than this are told twice, which is allowed and rare.</summary>
    private const int MaxAnnounced = 100;

    private readonly List<(UidSet Uids, long ModSeq)> _announced = [];

    public FolderSnapshot Told { get; private set; } = folder;

    public FolderSnapshot Latest { get; private set; } = folder;

    /// <summary>How many of the folder's keywords the client has heard of; they are only ever added.</summary>
    public int KeywordsTold { get; set; } = folder.Keywords.Length;

    /// <summary>\Recent in this session, and what was and is gone: runs of UIDs.</summary>
    public UidSet Recent { get; private set; } = UidSet.Empty;

    /// <summary>The number of recent messages the client was told last.</summary>
    public int RecentTold { get; set; }

    public bool ReadOnly { get; } = readOnly;

    public int Id => Told.Info.Id;

    public bool Behind => !ReferenceEquals(Told, Latest);

    /// <summary>Takes a snapshot that a reply or a push brought. Another folder's is ignored: it was on its way when the client left it.</summary>
    public void Learn(FolderSnapshot snapshot)
    {
        if (snapshot.Info.Id == Id && snapshot.Info.UidValidity == Told.Info.UidValidity
            && snapshot.Info.HighestModSeq >= Latest.Info.HighestModSeq) Latest = snapshot;
    }

    public void AddRecent(UidSet uids) => Recent = Recent.Union(uids);

    public bool IsRecent(uint uid) => Recent.Contains(uid);

    /// <summary>How many messages the client knows of are recent.</summary>
    public int CountRecent()
    {
        var count = 0;
        foreach (var range in Recent.Ranges) count += Told.CountBelow(range.Last + 1) - Told.CountBelow(range.First);
        return count;
    }

    /// <summary>The client has been told of this change, or has asked not to be (.SILENT).</summary>
    public void Announced(UidSet uids, long modSeq)
    {
        if (_announced.Count < MaxAnnounced && !uids.IsEmpty) _announced.Add((uids, modSeq));
    }

    /// <summary>All that changed; the client is up to date afterwards. Not inside FETCH, STORE and SEARCH (RFC 9051 §7.5.1).</summary>
    public FolderChanges Synchronise()
    {
        var changes = SnapshotDifference.Between(Told, Latest);
        return Settle(changes);
    }

    /// <summary>What changed if no message is gone; otherwise nothing yet, so that no sequence number moves.</summary>
    public FolderChanges SynchroniseWithoutExpunge()
    {
        var changes = SnapshotDifference.Between(Told, Latest);
        return changes.Gone.Count > 0 ? FolderChanges.None : Settle(changes);
    }

    /// <summary>The message as it is now, or as the client knows it when it is gone (RFC 2180 §4.1.3).</summary>
    /// <param name="gone">The message is expunged, and the client has not been told.</param>
    public MessageRow RowAt(int sequence, out bool gone)
    {
        var row = Told[sequence];
        if (!Behind)
        {
            gone = false;
            return row;
        }

        var now = Latest.SequenceOf(row.Uid);
        gone = now == 0;
        return gone ? row : Latest[now];
    }

    private FolderChanges Settle(FolderChanges changes)
    {
        Told = Latest;
        changes = changes with { Keywords = Latest.Keywords.Length > KeywordsTold };
        if (_announced.Count == 0) return changes;
        var news = changes with { Changed = [.. changes.Changed.Where(sequence => !IsAnnounced(Latest[sequence]))] };
        _announced.Clear();
        return news;
    }

    private bool IsAnnounced(MessageRow row)
    {
        foreach (var (uids, modSeq) in _announced)
            if (row.ModSeq == modSeq && uids.Contains(row.Uid)) return true;
        return false;
    }
}

using System.Collections.Immutable;

namespace MailActors.Domain.Mailboxes;

/// <summary>A folder at one moment, whole and immutable. Sessions read it, compare two of them to learn what changed, and never write it.
/// Chunks that did not change are the same objects in both.</summary>
public sealed record FolderSnapshot(
    AccountId Account,
    FolderInfo Info,
    ImmutableArray<string> Keywords,
    ImmutableArray<MessageChunk> Chunks,
    ImmutableArray<int> Starts,
    VanishedSet Vanished)
{
    public int Count => Info.Messages;

    /// <summary>The message at a sequence number, counted from 1.</summary>
    public MessageRow this[int sequence]
    {
        get
        {
            var chunk = ChunkAt(sequence);
            return Chunks[chunk][sequence - 1 - Starts[chunk]];
        }
    }

    /// <summary>The sequence number of a UID, or 0 when the folder has no such message.</summary>
    public int SequenceOf(uint uid)
    {
        var chunk = ChunkOf(uid);
        if (chunk < 0) return 0;
        var index = Chunks[chunk].IndexOf(uid);
        return index < 0 ? 0 : Starts[chunk] + index + 1;
    }

    /// <summary>Messages with a UID below <paramref name="uid"/>.</summary>
    public int CountBelow(uint uid)
    {
        for (int low = 0, high = Chunks.Length; ;)
        {
            if (low == high)
            {
                if (low == Chunks.Length) return Count;
                var index = Chunks[low].IndexOf(uid);
                return Starts[low] + (index < 0 ? ~index : index);
            }

            var middle = (low + high) / 2;
            if (Chunks[middle].LastUid < uid) low = middle + 1;
            else high = middle;
        }
    }

    private int ChunkAt(int sequence)
    {
        if (sequence < 1 || sequence > Count) throw new ArgumentOutOfRangeException(nameof(sequence));
        int low = 0, high = Chunks.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (Starts[middle] < sequence) low = middle;
            else high = middle - 1;
        }

        return low;
    }

    private int ChunkOf(uint uid)
    {
        int low = 0, high = Chunks.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (uid < Chunks[middle].FirstUid) high = middle - 1;
            else if (uid > Chunks[middle].LastUid) low = middle + 1;
            else return middle;
        }

        return -1;
    }
}

/// <summary>What LIST and STATUS tell of a folder; kept in the root of the mailbox, so that nothing has to be loaded for it.</summary>
/// <param name="Id">Never reused within a mailbox; stays through RENAME.</param>
/// <param name="Name">Unicode NFC, levels divided by <c>/</c>; INBOX in capitals.</param>
/// <param name="UidNext">The UID the next message will get at least.</param>
/// <param name="HighestModSeq">RFC 7162 §3.1.2.1; at least 1.</param>
/// <param name="Bytes">Octets of all messages, each counted in full.</param>
/// <param name="DeletedBytes">Those of messages with \Deleted: what EXPUNGE would free.</param>
/// <param name="FirstRecent">No session has been the first to hear of messages from this UID on (RFC 3501 §2.3.2); at most UIDNEXT.</param>
/// <param name="Recent">How many of those are there.</param>
public sealed record FolderInfo(
    int Id,
    string Name,
    SpecialUse SpecialUse,
    uint UidValidity,
    uint UidNext,
    long HighestModSeq,
    int Messages,
    int Unseen,
    int Deleted,
    long Bytes,
    long DeletedBytes,
    uint FirstRecent,
    int Recent);

/// <summary>RFC 6154 §2.</summary>
public enum SpecialUse
{
    None,
    Archive,
    Drafts,
    Junk,
    Sent,
    Trash,
    Flagged,
    All,
}

using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Imap;

namespace MailActors.Actors.Imap.Selected;

/// <summary>The messages a command names, as ascending runs of sequence numbers in what the client was told.</summary>
internal sealed class MessageSet
{
    private MessageSet(FolderSnapshot folder, List<(int First, int Last)> runs)
    {
        Folder = folder;
        Runs = runs;
    }

    public FolderSnapshot Folder { get; }

    public IReadOnlyList<(int First, int Last)> Runs { get; }

    public bool IsEmpty => Runs.Count == 0;

    public int Count => Runs.Sum(run => run.Last - run.First + 1);

    public IEnumerable<int> Sequences
    {
        get
        {
            foreach (var (first, last) in Runs)
                for (var sequence = first; sequence <= last; sequence++) yield return sequence;
        }
    }

    /// <summary>Null: a sequence number that the folder doesn't have (RFC 9051 §6.4.5: BAD). UIDs that don't exist are passed over.</summary>
    /// <param name="saved">What <c>$</c> stands for.</param>
    public static MessageSet? Of(FolderSnapshot folder, SequenceSet set, bool uid, UidSet saved)
    {
        if (set.IsSaved) return new(folder, ByUid(folder, saved.Ranges.Select(r => (r.First, r.Last))));
        if (uid) return new(folder, ByUid(folder, set.Resolve(folder.Count == 0 ? 0 : folder[folder.Count].Uid)));
        var runs = new List<(int, int)>();
        foreach (var (first, last) in set.Resolve((uint)folder.Count))
        {
            if (last > folder.Count) return null;
            runs.Add(((int)first, (int)last));
        }

        return new(folder, runs);
    }

    public UidSet ToUids() => UidsOf(Folder, Sequences);

    /// <param name="sequences">Ascending.</param>
    public static UidSet UidsOf(FolderSnapshot folder, IEnumerable<int> sequences)
    {
        var ranges = new List<UidRange>();
        foreach (var sequence in sequences)
        {
            var uid = folder[sequence].Uid;
            if (ranges.Count > 0 && ranges[^1].Last + 1 == uid) ranges[^1] = ranges[^1] with { Last = uid };
            else ranges.Add(new(uid, uid));
        }

        return UidSet.OfRanges(ranges);
    }

    private static List<(int First, int Last)> ByUid(FolderSnapshot folder, IEnumerable<(uint First, uint Last)> ranges)
    {
        var runs = new List<(int First, int Last)>();
        foreach (var range in ranges)
        {
            var first = folder.CountBelow(range.First) + 1;
            var last = range.Last == uint.MaxValue ? folder.Count : folder.CountBelow(range.Last + 1);
            if (first > last) continue;
            if (runs.Count > 0 && runs[^1].Last + 1 == first) runs[^1] = (runs[^1].First, last);
            else runs.Add((first, last));
        }

        return runs;
    }
}

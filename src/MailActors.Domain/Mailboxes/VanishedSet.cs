using System.Collections.Immutable;

namespace MailActors.Domain.Mailboxes;

/// <summary>The UIDs a folder once had and when they went, for ever: QRESYNC never has to give up (RFC 7162 §3.2.5).
/// It stays small because what went long ago is told less exactly: the older half of the entries is merged in pairs under the later
/// MODSEQ whenever there are too many. A client then hears of some UIDs again, which does no harm (RFC 7162 §3.2.10), and of none too few.</summary>
public sealed class VanishedSet
{
    /// <summary>Entries before the older half is merged.</summary>
    public const int MaxEntries = 1024;

    public static readonly VanishedSet Empty = new([]);

    public VanishedSet(ImmutableList<Vanished> entries) => Entries = entries;

    /// <summary>In the order of their MODSEQ.</summary>
    public ImmutableList<Vanished> Entries { get; }

    public bool IsEmpty => Entries.IsEmpty;

    public VanishedSet Add(UidSet uids, long modSeq) => uids.IsEmpty ? this : new(Merged(Entries.Add(new(uids, modSeq))));

    private static ImmutableList<Vanished> Merged(ImmutableList<Vanished> entries)
    {
        if (entries.Count <= MaxEntries) return entries;
        var merged = ImmutableList.CreateBuilder<Vanished>();
        var half = entries.Count / 2 / 2 * 2;
        for (var i = 0; i < half; i += 2)
            merged.Add(new(entries[i].Uids.Union(entries[i + 1].Uids), entries[i + 1].ModSeq));
        merged.AddRange(entries.Skip(half));
        return merged.ToImmutable();
    }

    /// <summary>What went after <paramref name="modSeq"/>.</summary>
    public UidSet Since(long modSeq)
    {
        int low = 0, high = Entries.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Entries[middle].ModSeq <= modSeq) low = middle + 1;
            else high = middle;
        }

        return low == Entries.Count ? UidSet.Empty : UidSet.OfRanges(Entries.Skip(low).SelectMany(e => e.Uids.Ranges));
    }
}

public sealed record Vanished(UidSet Uids, long ModSeq);

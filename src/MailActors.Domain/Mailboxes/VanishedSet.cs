using System.Collections.Immutable;

namespace MailActors.Domain.Mailboxes;

/// <summary>The UIDs a folder once had and when they went, for ever: QRESYNC never has to give up (RFC 7162 §3.2.5).</summary>
public sealed class VanishedSet
{
    public static readonly VanishedSet Empty = new([]);

    public VanishedSet(ImmutableList<Vanished> entries) => Entries = entries;

    /// <summary>In the order of their MODSEQ.</summary>
    public ImmutableList<Vanished> Entries { get; }

    public VanishedSet Add(UidSet uids, long modSeq) => uids.IsEmpty ? this : new(Entries.Add(new(uids, modSeq)));

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

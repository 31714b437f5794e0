using System.Collections.Immutable;

namespace MailActors.Domain.Mailboxes;

/// <summary>A run of UIDs, both ends included.</summary>
public readonly record struct UidRange(uint First, uint Last)
{
    public long Count => (long)Last - First + 1;
}

/// <summary>UIDs as ascending, non-touching ranges. Unlike the sequence-set of the protocol it holds no <c>*</c> and no order.</summary>
public sealed class UidSet
{
    public static readonly UidSet Empty = new([]);

    private UidSet(ImmutableArray<UidRange> ranges) => Ranges = ranges;

    public ImmutableArray<UidRange> Ranges { get; }

    public bool IsEmpty => Ranges.IsEmpty;

    public long Count => Ranges.Sum(r => r.Count);

    public static UidSet Of(params ReadOnlySpan<uint> uids)
    {
        var ranges = new UidRange[uids.Length];
        for (var i = 0; i < uids.Length; i++) ranges[i] = new(uids[i], uids[i]);
        return OfRanges(ranges);
    }

    /// <summary>Takes ranges in any order, overlapping or not; ends may be swapped.</summary>
    public static UidSet OfRanges(IEnumerable<UidRange> ranges)
    {
        var sorted = ranges.Select(r => r.First <= r.Last ? r : new(r.Last, r.First)).ToList();
        if (sorted.Count == 0) return Empty;
        sorted.Sort((a, b) => a.First.CompareTo(b.First));
        var merged = ImmutableArray.CreateBuilder<UidRange>();
        var current = sorted[0];
        foreach (var next in sorted)
        {
            if (next.First <= (ulong)current.Last + 1)
            {
                if (next.Last > current.Last) current = current with { Last = next.Last };
            }
            else
            {
                merged.Add(current);
                current = next;
            }
        }

        merged.Add(current);
        return new(merged.DrainToImmutable());
    }

    /// <summary>Takes ranges that already are ascending and don't touch.</summary>
    internal static UidSet OfSorted(ImmutableArray<UidRange> ranges) => ranges.IsEmpty ? Empty : new(ranges);

    public UidSet Union(UidSet other) => IsEmpty ? other : other.IsEmpty ? this : OfRanges(Ranges.Concat(other.Ranges));

    public bool Contains(uint uid)
    {
        int low = 0, high = Ranges.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var range = Ranges[middle];
            if (uid < range.First) high = middle - 1;
            else if (uid > range.Last) low = middle + 1;
            else return true;
        }

        return false;
    }

    /// <summary>How many of them are not below <paramref name="first"/>.</summary>
    public long CountFrom(uint first)
    {
        var count = 0L;
        for (var i = Ranges.Length - 1; i >= 0 && Ranges[i].Last >= first; i--) count += (long)Ranges[i].Last - Math.Max(Ranges[i].First, first) + 1;
        return count;
    }

    public IEnumerable<uint> Each()
    {
        foreach (var range in Ranges)
            for (ulong uid = range.First; uid <= range.Last; uid++) yield return (uint)uid;
    }

    /// <summary>The wire form of RFC 9051 uid-set: <c>1:5,7</c>.</summary>
    public override string ToString() =>
        string.Join(',', Ranges.Select(r => r.First == r.Last ? $"{r.First}" : $"{r.First}:{r.Last}"));
}

/// <summary>Gathers UIDs that come in ascending order.</summary>
internal sealed class UidSetBuilder
{
    private readonly ImmutableArray<UidRange>.Builder _ranges = ImmutableArray.CreateBuilder<UidRange>();
    private uint _first;
    private uint _last;

    /// <summary>UIDs added so far.</summary>
    public int Count { get; private set; }

    public void Add(uint uid)
    {
        Count++;
        if (Count > 1 && uid == _last + 1)
        {
            _last = uid;
            return;
        }

        if (Count > 1) _ranges.Add(new(_first, _last));
        _first = _last = uid;
    }

    public UidSet ToSet()
    {
        if (Count == 0) return UidSet.Empty;
        _ranges.Add(new(_first, _last));
        return UidSet.OfSorted(_ranges.DrainToImmutable());
    }
}

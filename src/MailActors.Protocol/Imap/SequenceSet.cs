using System.Collections.Immutable;
using System.Globalization;

namespace MailActors.Protocol.Imap;

/// <summary>Two ends as the client wrote them, in any order; <see cref="Star"/> is <c>*</c>.</summary>
public readonly record struct SequenceRange(uint From, uint To)
{
    /// <summary>The largest number in use (RFC 9051 §9, seq-number). Zero is no sequence number and no UID, so it can stand for it.</summary>
    public const uint Star = 0;
}

/// <summary>A sequence-set (RFC 9051 §9) of sequence numbers or UIDs, or <c>$</c>, the saved result of a SEARCH (RFC 5182). What <c>*</c> means is
/// only known when the command runs, so it is kept.</summary>
public sealed class SequenceSet : IEquatable<SequenceSet>
{
    /// <summary><c>$</c>.</summary>
    public static readonly SequenceSet Saved = new([]);

    /// <param name="ranges">At least one.</param>
    public SequenceSet(ImmutableArray<SequenceRange> ranges) => Ranges = ranges;

    public ImmutableArray<SequenceRange> Ranges { get; }

    public bool IsSaved => Ranges.IsEmpty;

    public bool HasStar => Ranges.Any(r => r.From == SequenceRange.Star || r.To == SequenceRange.Star);

    /// <summary>The ranges ascending, disjoint and not touching, with <paramref name="last"/> for <c>*</c>. In an empty folder
    /// (<paramref name="last"/> 0) <c>*</c> is nothing. Not for <c>$</c>.</summary>
    public IReadOnlyList<(uint First, uint Last)> Resolve(uint last)
    {
        var sorted = new List<(uint First, uint Last)>(Ranges.Length);
        foreach (var range in Ranges)
        {
            var from = range.From == SequenceRange.Star ? last : range.From;
            var to = range.To == SequenceRange.Star ? last : range.To;
            if (from == 0 || to == 0) continue;
            sorted.Add(from <= to ? (from, to) : (to, from));
        }

        sorted.Sort();
        var merged = new List<(uint First, uint Last)>(sorted.Count);
        foreach (var range in sorted)
        {
            if (merged.Count > 0 && range.First <= (ulong)merged[^1].Last + 1)
                merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, range.Last));
            else
                merged.Add(range);
        }

        return merged;
    }

    public bool Equals(SequenceSet? other) => other is not null && Ranges.SequenceEqual(other.Ranges);

    public override bool Equals(object? obj) => Equals(obj as SequenceSet);

    public override int GetHashCode() => Ranges.Aggregate(0, HashCode.Combine);

    /// <summary>The wire form.</summary>
    public override string ToString() => IsSaved
        ? "$"
        : string.Join(',', Ranges.Select(r => r.From == r.To ? Number(r.From) : $"{Number(r.From)}:{Number(r.To)}"));

    private static string Number(uint number) =>
        number == SequenceRange.Star ? "*" : number.ToString(CultureInfo.InvariantCulture);
}

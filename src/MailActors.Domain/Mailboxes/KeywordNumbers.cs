using System.Collections.Immutable;

namespace MailActors.Domain.Mailboxes;

/// <summary>Turns keywords by name into their bits in one folder, and numbers those the folder does not know yet. A number once given
/// stays with its keyword as long as the folder lives.</summary>
internal sealed class KeywordNumbers(ImmutableArray<string> table)
{
    private readonly ImmutableArray<string>.Builder _added = ImmutableArray.CreateBuilder<string>();

    /// <summary>To go behind the table, in this order.</summary>
    public ImmutableArray<string> Added => _added.ToImmutable();

    /// <summary>False when the folder can have no more keywords; then <paramref name="flags"/> is without those that found no room.</summary>
    public bool TryNumber(FlagSet set, out MessageFlags flags)
    {
        flags = set.System & MessageFlags.System;
        var all = true;
        foreach (var keyword in set.Keywords)
        {
            var bit = Bit(keyword) ?? Give(keyword);
            if (bit is { } known) flags |= known;
            else all = false;
        }

        return all;
    }

    /// <summary>Only those that have a number: a keyword nobody has need not get one to be removed.</summary>
    public MessageFlags Known(FlagSet set) =>
        set.Keywords.Aggregate(set.System & MessageFlags.System, (flags, keyword) => flags | (Bit(keyword) ?? MessageFlags.None));

    /// <summary>The bits of another folder's table as bits of this one. Keywords that find no room are left out: COPY keeps flags where it
    /// can (RFC 9051 §6.4.7).</summary>
    public MessageFlags Translate(MessageFlags flags, ImmutableArray<string> from)
    {
        var result = flags & MessageFlags.System;
        for (var bits = (ulong)flags >> FlagSet.FirstKeywordBit; bits != 0; bits &= bits - 1)
        {
            var number = System.Numerics.BitOperations.TrailingZeroCount(bits);
            if (number < from.Length) result |= Bit(from[number]) ?? Give(from[number]) ?? MessageFlags.None;
        }

        return result;
    }

    private MessageFlags? Bit(string keyword)
    {
        for (var i = 0; i < table.Length; i++)
            if (string.Equals(table[i], keyword, StringComparison.OrdinalIgnoreCase)) return At(i);
        for (var i = 0; i < _added.Count; i++)
            if (string.Equals(_added[i], keyword, StringComparison.OrdinalIgnoreCase)) return At(table.Length + i);
        return null;
    }

    private MessageFlags? Give(string keyword)
    {
        if (table.Length + _added.Count >= FlagSet.MaxKeywords) return null;
        _added.Add(keyword);
        return At(table.Length + _added.Count - 1);
    }

    private static MessageFlags At(int number) => (MessageFlags)(1UL << (FlagSet.FirstKeywordBit + number));
}

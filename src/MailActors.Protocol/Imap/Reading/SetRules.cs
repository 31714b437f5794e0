using System.Collections.Immutable;

namespace MailActors.Protocol.Imap.Reading;

/// <summary>sequence-set and known-sequence-set (RFC 9051 §9, RFC 5182 §2.1, RFC 7162 §7).</summary>
internal static class SetRules
{
    internal static bool StartsSet(byte octet) => octet is >= (byte)'0' and <= (byte)'9' or (byte)'*' or (byte)'$';

    internal static bool ExpectSet(this ref ImapScanner scanner, out SequenceSet set)
    {
        set = SequenceSet.Saved;
        if (scanner.Take('$')) return true;
        var ranges = ImmutableArray.CreateBuilder<SequenceRange>(1);
        do
        {
            if (!scanner.ExpectSequenceNumber(out var from)) return false;
            var to = from;
            if (scanner.Take(':') && !scanner.ExpectSequenceNumber(out to)) return false;
            ranges.Add(new(from, to));
        }
        while (scanner.Take(','));

        set = new(ranges.DrainToImmutable());
        return true;
    }

    /// <summary>A set of numbers the client knows: neither <c>*</c> nor <c>$</c>.</summary>
    internal static bool ExpectKnownSet(this ref ImapScanner scanner, out SequenceSet set) =>
        scanner.ExpectSet(out set) && ((!set.IsSaved && !set.HasStar) || scanner.Fail("The set must be of numbers only"));

    private static bool ExpectSequenceNumber(this ref ImapScanner scanner, out uint number)
    {
        number = SequenceRange.Star;
        return scanner.Take('*') || scanner.ExpectNonZero(out number);
    }
}

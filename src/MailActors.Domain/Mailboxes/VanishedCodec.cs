using System.Buffers.Binary;
using System.Collections.Immutable;

namespace MailActors.Domain.Mailboxes;

/// <summary>A folder's vanished UIDs as bytes, little-endian: a version, the number of entries, then for each entry its MODSEQ, the number
/// of its ranges, and the ranges as pairs of UIDs.</summary>
public static class VanishedCodec
{
    private const byte Version = 1;
    private const int Head = 5;
    private const int EntryHead = 12;
    private const int RangeLength = 8;

    public static byte[] Encode(VanishedSet vanished)
    {
        var length = Head;
        foreach (var entry in vanished.Entries) length += EntryHead + entry.Uids.Ranges.Length * RangeLength;
        var bytes = new byte[length];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(1), vanished.Entries.Count);
        var rest = bytes.AsSpan(Head);
        foreach (var entry in vanished.Entries)
        {
            BinaryPrimitives.WriteInt64LittleEndian(rest, entry.ModSeq);
            BinaryPrimitives.WriteInt32LittleEndian(rest[8..], entry.Uids.Ranges.Length);
            rest = rest[EntryHead..];
            foreach (var range in entry.Uids.Ranges)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(rest, range.First);
                BinaryPrimitives.WriteUInt32LittleEndian(rest[4..], range.Last);
                rest = rest[RangeLength..];
            }
        }

        return bytes;
    }

    /// <summary>Null when the bytes are no vanished set.</summary>
    public static VanishedSet? Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Head || bytes[0] != Version) return null;
        var entries = BinaryPrimitives.ReadInt32LittleEndian(bytes[1..]);
        var rest = bytes[Head..];
        if (entries < 0 || entries > rest.Length / EntryHead) return null;
        var list = ImmutableList.CreateBuilder<Vanished>();
        for (var i = 0; i < entries; i++)
        {
            if (rest.Length < EntryHead) return null;
            var modSeq = BinaryPrimitives.ReadInt64LittleEndian(rest);
            var count = BinaryPrimitives.ReadInt32LittleEndian(rest[8..]);
            rest = rest[EntryHead..];
            if (count < 0 || count > rest.Length / RangeLength) return null;
            var ranges = new UidRange[count];
            for (var r = 0; r < count; r++, rest = rest[RangeLength..])
                ranges[r] = new(BinaryPrimitives.ReadUInt32LittleEndian(rest), BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]));
            list.Add(new(UidSet.OfRanges(ranges), modSeq));
        }

        return rest.IsEmpty ? new(list.ToImmutable()) : null;
    }
}

using System.Collections.Immutable;
using Google.Protobuf;
using MailActors.Actors.Serialization.Proto;
using MailActors.Domain;
using MailActors.Domain.Blobs;
using MailActors.Domain.Mailboxes;

namespace MailActors.Actors.Serialization;

/// <summary>The parts many messages share. Readers check lengths: a damaged event must be noticed, not believed.</summary>
internal static class WireParts
{
    private const int GuidLength = 16;

    public static ByteString ToWire(this CommandId id) => ByteString.CopyFrom(id.Value.ToByteArray(bigEndian: true));

    public static CommandId ToCommandId(this ByteString bytes) => new(ToGuid(bytes.Span));

    public static ByteString ToWire(this IEnumerable<Guid> guids) => UnsafeByteOperations.UnsafeWrap(guids.SelectMany(g => g.ToByteArray(bigEndian: true)).ToArray());

    public static ImmutableArray<Guid> ToGuids(this ByteString bytes)
    {
        if (bytes.Length % GuidLength != 0) throw Damaged($"{bytes.Length} octets are no list of ids.");
        var guids = ImmutableArray.CreateBuilder<Guid>(bytes.Length / GuidLength);
        for (var at = 0; at < bytes.Length; at += GuidLength) guids.Add(ToGuid(bytes.Span.Slice(at, GuidLength)));
        return guids.MoveToImmutable();
    }

    public static UidSetProto ToWire(this UidSet uids)
    {
        var proto = new UidSetProto();
        uint last = 0;
        foreach (var range in uids.Ranges)
        {
            proto.Ranges.Add(range.First - last);
            proto.Ranges.Add(range.Last - range.First);
            last = range.Last;
        }

        return proto;
    }

    public static UidSet ToUidSet(this UidSetProto? proto)
    {
        if (proto is null || proto.Ranges.Count == 0) return UidSet.Empty;
        if (proto.Ranges.Count % 2 != 0) throw Damaged("A UID range has no end.");
        var ranges = new UidRange[proto.Ranges.Count / 2];
        uint last = 0;
        for (var i = 0; i < ranges.Length; i++)
        {
            var first = last + proto.Ranges[2 * i];
            last = first + proto.Ranges[2 * i + 1];
            ranges[i] = new(first, last);
        }

        return UidSet.OfRanges(ranges);
    }

    public static AddedProto ToWire(this ImmutableArray<AddedMessage> messages)
    {
        var proto = new AddedProto();
        var blobs = new byte[messages.Length * BlobId.Length];
        for (var i = 0; i < messages.Length; i++)
        {
            proto.Flags.Add((ulong)messages[i].Flags);
            proto.InternalDates.Add(messages[i].InternalDate);
            proto.Sizes.Add(messages[i].Size);
            messages[i].Blob.AsSpan().CopyTo(blobs.AsSpan(i * BlobId.Length));
        }

        proto.Blobs = UnsafeByteOperations.UnsafeWrap(blobs);
        return proto;
    }

    public static ImmutableArray<AddedMessage> ToMessages(this AddedProto? proto)
    {
        if (proto is null) return [];
        var count = proto.Flags.Count;
        if (proto.InternalDates.Count != count || proto.Sizes.Count != count || proto.Blobs.Length != count * (long)BlobId.Length)
            throw Damaged("The columns of the messages differ in length.");
        var messages = ImmutableArray.CreateBuilder<AddedMessage>(count);
        for (var i = 0; i < count; i++)
            messages.Add(new((MessageFlags)proto.Flags[i], proto.InternalDates[i], proto.Sizes[i], ToBlobId(proto.Blobs.Span.Slice(i * BlobId.Length, BlobId.Length))));
        return messages.MoveToImmutable();
    }

    public static ByteString ToWire(this BlobId blob) => ByteString.CopyFrom(blob.AsSpan());

    public static BlobId ToBlobId(this ByteString bytes) => ToBlobId(bytes.Span);

    public static NewFolderProto ToWire(this NewFolder f) => new() { Id = f.Id, Name = f.Name, SpecialUse = (int)f.SpecialUse, UidValidity = f.UidValidity };

    public static ImmutableArray<NewFolder> ToFolders(this IEnumerable<NewFolderProto> protos) =>
        [.. protos.Select(f => new NewFolder(f.Id, f.Name, (SpecialUse)f.SpecialUse, f.UidValidity))];

    private static BlobId ToBlobId(ReadOnlySpan<byte> bytes) =>
        bytes.Length == BlobId.Length ? BlobId.From(bytes) : throw Damaged($"{bytes.Length} octets are no blob id.");

    private static Guid ToGuid(ReadOnlySpan<byte> bytes) =>
        bytes.Length == GuidLength ? new(bytes, bigEndian: true) : throw Damaged($"{bytes.Length} octets are no id.");

    private static FormatException Damaged(string what) => new(what);
}

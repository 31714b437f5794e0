using System.Buffers.Binary;
using System.Runtime.InteropServices;
using MailActors.Domain.Blobs;

namespace MailActors.Domain.Mailboxes;

/// <summary>A chunk as bytes: a version, the count, then each column whole, little-endian. A column is one copy, so a folder of a million
/// messages is read in the time the disk needs. New columns go behind the last under a higher version; old versions stay readable.</summary>
public static class ChunkCodec
{
    private const byte Version = 1;
    private const int Head = 5;
    private const int RowLength = 4 + 8 + 8 + 4 + 4 + 4 + BlobId.Length;

    public static byte[] Encode(MessageChunk chunk)
    {
        var bytes = new byte[Head + chunk.Count * RowLength];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(1), chunk.Count);
        var rest = bytes.AsSpan(Head);
        Put(ref rest, chunk.Uids);
        Put(ref rest, chunk.Flags);
        Put(ref rest, chunk.ModSeqs);
        Put(ref rest, chunk.InternalDates);
        Put(ref rest, chunk.SaveDates);
        Put(ref rest, chunk.Sizes);
        Put(ref rest, chunk.Blobs);
        return bytes;
    }

    /// <summary>Null when the bytes are no chunk.</summary>
    public static MessageChunk? Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Head || bytes[0] != Version) return null;
        var count = BinaryPrimitives.ReadInt32LittleEndian(bytes[1..]);
        if (count < 0 || bytes.Length != Head + (long)count * RowLength) return null;
        var rest = bytes[Head..];
        return MessageChunk.FromColumns(
            Take<uint>(ref rest, count), Take<ulong>(ref rest, count), Take<long>(ref rest, count), Take<uint>(ref rest, count),
            Take<uint>(ref rest, count), Take<uint>(ref rest, count), Take<BlobId>(ref rest, count));
    }

    private static void Put<T>(ref Span<byte> rest, ReadOnlySpan<T> column) where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(column);
        bytes.CopyTo(rest);
        rest = rest[bytes.Length..];
    }

    private static T[] Take<T>(ref ReadOnlySpan<byte> rest, int count) where T : unmanaged
    {
        var column = new T[count];
        var into = MemoryMarshal.AsBytes(column.AsSpan());
        rest[..into.Length].CopyTo(into);
        rest = rest[into.Length..];
        return column;
    }
}

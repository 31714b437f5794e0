using System.Buffers.Binary;
using System.Text;
using MailActors.Domain.Blobs;
using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Journal;

/// <summary>An event or a snapshot as its row holds it.</summary>
/// <param name="Time">Milliseconds since 1970 UTC.</param>
internal readonly record struct EventRow(long Seq, long Time, int Serializer, string Manifest, byte[] Payload)
{
    /// <summary>The columns in the order <see cref="Read"/> takes them.</summary>
    public const string Columns = "seq, time, serializer, manifest, checksum, payload";

    public void Insert(Statement insert, long pid)
    {
        using (insert)
            insert.Bind(1, pid).Bind(2, Seq).Bind(3, Time).Bind(4, Serializer).Bind(5, Manifest).Bind(6, Checksum(pid)).Bind(7, Payload).Run();
    }

    /// <summary>Throws <see cref="StorageFault.Damaged"/> when a bit has changed since it was written.</summary>
    public static EventRow Read(Statement row, long pid)
    {
        var read = new EventRow(row.Long(0), row.Long(1), row.Int(2), row.Text(3), row.Blob(5).ToArray());
        return read.Checksum(pid) == row.Long(4)
            ? read
            : throw new StorageException(StorageFault.Damaged, $"Row {read.Seq} of persistence id number {pid} is not what was written.");
    }

    private long Checksum(long pid)
    {
        Span<byte> head = stackalloc byte[28];
        BinaryPrimitives.WriteInt64LittleEndian(head, pid);
        BinaryPrimitives.WriteInt64LittleEndian(head[8..], Seq);
        BinaryPrimitives.WriteInt64LittleEndian(head[16..], Time);
        BinaryPrimitives.WriteInt32LittleEndian(head[24..], Serializer);
        var sum = Crc32C.Append(Crc32C.Start, head);
        Span<byte> manifest = stackalloc byte[256];
        sum = Encoding.UTF8.TryGetBytes(Manifest, manifest, out var length)
            ? Crc32C.Append(sum, manifest[..length])
            : Crc32C.Append(sum, Encoding.UTF8.GetBytes(Manifest));
        return Crc32C.Append(sum, Payload);
    }
}

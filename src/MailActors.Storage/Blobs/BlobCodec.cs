using System.Buffers;
using System.Collections.Concurrent;
using MailActors.Domain.Blobs;
using ZstdSharp;

namespace MailActors.Storage.Blobs;

/// <summary>Packs and unpacks stored bytes. What does not shrink is kept raw. Compressors are kept, they are expensive to make.</summary>
internal sealed class BlobCodec
{
    private const int Level = 1;

    private readonly ConcurrentBag<Compressor> _compressors = [];
    private readonly ConcurrentBag<Decompressor> _decompressors = [];

    public Packed Pack(ReadOnlySpan<byte> bytes)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1, Compressor.GetCompressBound(bytes.Length)));
        if (!_compressors.TryTake(out var compressor)) compressor = new(Level);
        var length = compressor.Wrap(bytes, buffer);
        _compressors.Add(compressor);
        if (length < bytes.Length) return new(BlobKind.Zstd, buffer, length);
        bytes.CopyTo(buffer);
        return new(BlobKind.Raw, buffer, bytes.Length);
    }

    /// <summary>Fills <paramref name="into"/> to its end, or throws <see cref="StorageFault.Damaged"/>.</summary>
    public void Unpack(BlobKind kind, ReadOnlySpan<byte> stored, long checksum, Span<byte> into)
    {
        if (Crc32C.Of(stored) != checksum) throw Damaged("The checksum of stored bytes does not hold.");
        if (kind == BlobKind.Raw)
        {
            if (stored.Length != into.Length) throw Damaged("Stored bytes have another length than their row says.");
            stored.CopyTo(into);
            return;
        }

        if (!_decompressors.TryTake(out var decompressor)) decompressor = new();
        if (!decompressor.TryUnwrap(stored, into, out var length) || length != into.Length)
            throw Damaged("Stored bytes cannot be unpacked.");
        _decompressors.Add(decompressor);
    }

    public static StorageException Damaged(string message) => new(StorageFault.Damaged, message);
}

/// <summary>Packed bytes in a rented buffer; disposed when they are on disk.</summary>
internal readonly record struct Packed(BlobKind Kind, byte[] Buffer, int Length) : IDisposable
{
    public ReadOnlySpan<byte> Span => Buffer.AsSpan(0, Length);

    public void Dispose() => ArrayPool<byte>.Shared.Return(Buffer);
}

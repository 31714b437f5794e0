using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MailActors.Domain.Blobs;

/// <summary>The SHA-256 of a message's bytes: its name in the blob store.</summary>
[InlineArray(Length)]
public struct BlobId : IEquatable<BlobId>
{
    public const int Length = 32;
    private byte _first;

    public static BlobId From(ReadOnlySpan<byte> sha256)
    {
        if (sha256.Length != Length) throw new ArgumentException($"A blob id has {Length} bytes, not {sha256.Length}.", nameof(sha256));
        var id = default(BlobId);
        sha256.CopyTo(MemoryMarshal.CreateSpan(ref id._first, Length));
        return id;
    }

    public static BlobId Parse(string hex) => From(Convert.FromHexString(hex));

    public readonly ReadOnlySpan<byte> AsSpan() => MemoryMarshal.CreateReadOnlySpan(in _first, Length);

    public readonly byte[] ToArray() => AsSpan().ToArray();

    public readonly bool Equals(BlobId other) => AsSpan().SequenceEqual(other.AsSpan());

    public override readonly bool Equals(object? obj) => obj is BlobId other && Equals(other);

    public override readonly int GetHashCode() => MemoryMarshal.Read<int>(AsSpan());

    public override readonly string ToString() => Convert.ToHexStringLower(AsSpan());

    public static bool operator ==(BlobId a, BlobId b) => a.Equals(b);

    public static bool operator !=(BlobId a, BlobId b) => !a.Equals(b);
}

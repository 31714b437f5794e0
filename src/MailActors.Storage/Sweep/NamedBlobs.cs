using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using MailActors.Domain.Blobs;

namespace MailActors.Storage.Sweep;

/// <summary>Which messages somebody names, as a Bloom filter: two octets of memory a message instead of fifty. It never forgets one; of those that
/// nobody names it takes about one in a thousand for named, another one in each sweep.</summary>
internal sealed class NamedBlobs
{
    private const int BitsEach = 16;
    private const int Probes = 8;

    private readonly ulong[] _bits;
    private readonly ulong _mask;
    private readonly ulong _seed = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8));

    /// <param name="count">Messages in the store.</param>
    public NamedBlobs(long count)
    {
        var bits = BitOperations.RoundUpToPowerOf2((ulong)Math.Max(1024, count * BitsEach));
        _bits = new ulong[bits / 64];
        _mask = bits - 1;
    }

    public void Add(BlobId id)
    {
        foreach (var bit in Bits(id)) _bits[bit / 64] |= 1UL << (int)(bit % 64);
    }

    public bool Contains(BlobId id)
    {
        foreach (var bit in Bits(id))
            if ((_bits[bit / 64] & (1UL << (int)(bit % 64))) == 0) return false;
        return true;
    }

    /// <summary>A name is a hash already: two of its words, mixed with the seed, lead to all places (Kirsch and Mitzenmacher).</summary>
    private ulong[] Bits(BlobId id)
    {
        var first = (BinaryPrimitives.ReadUInt64LittleEndian(id.AsSpan()) ^ _seed) * 0x9E3779B97F4A7C15;
        var step = (BinaryPrimitives.ReadUInt64LittleEndian(id.AsSpan()[8..]) ^ _seed) | 1;
        var bits = new ulong[Probes];
        for (var i = 0; i < Probes; i++) bits[i] = (BitOperations.RotateLeft(first, 32) + ((ulong)i * step)) & _mask;
        return bits;
    }
}

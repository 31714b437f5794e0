using System.Numerics;
using System.Runtime.InteropServices;

namespace MailActors.Storage;

/// <summary>CRC-32C (RFC 9260 Appendix A): finds every single flipped bit and every burst up to 32 bits, at memory speed.</summary>
internal static class Crc32C
{
    public const uint Start = 0xffff_ffff;

    public static uint Of(ReadOnlySpan<byte> bytes) => Append(Start, bytes);

    /// <summary>Goes on from <see cref="Start"/> or from an earlier result.</summary>
    public static uint Append(uint sum, ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words) sum = BitOperations.Crc32C(sum, word);
        foreach (var rest in bytes[(words.Length * sizeof(ulong))..]) sum = BitOperations.Crc32C(sum, rest);
        return sum;
    }
}

using System.Buffers.Binary;

namespace MailActors.Protocol.Mime.Summaries;

/// <summary>FNV-1a over what stands behind version and checksum. Guards against bad disks and our own faults, not against people.</summary>
internal static class SummaryChecksum
{
    private const int Offset = 1;
    private const int Behind = Offset + sizeof(uint);

    public static void Set(Span<byte> kept) => BinaryPrimitives.WriteUInt32LittleEndian(kept[Offset..], Of(kept[Behind..]));

    public static bool Holds(ReadOnlySpan<byte> kept) => BinaryPrimitives.ReadUInt32LittleEndian(kept[Offset..]) == Of(kept[Behind..]);

    private static uint Of(ReadOnlySpan<byte> octets)
    {
        var hash = 2166136261u;
        foreach (var octet in octets) hash = (hash ^ octet) * 16777619u;
        return hash;
    }
}

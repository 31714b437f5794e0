using System.Buffers;
using MailActors.Domain.Blobs;
using MailActors.Protocol.Mime.Transport;

namespace MailActors.Actors.Delivery.Remote.Content;

/// <summary>Carries out a plan: headers are written anew in memory, the content of parts is converted while it is read.</summary>
internal static class ContentConversion
{
    /// <summary>Octets of one header section that are rewritten.</summary>
    private const int MaxHead = 2 << 20;

    public static async ValueTask<ContentLayout> Lay(IBlobReader blob, long start, MessageRegions message, TransportPlan plan, CancellationToken cancel)
    {
        if (plan.Fault is { } fault) return new([], fault);
        var pieces = new List<ContentPiece>();
        foreach (var region in message.Regions)
        {
            var (from, to) = (start + region.Start, start + region.End);
            var encoding = plan.Encodings[region.Part];
            switch (region.Kind)
            {
                case RegionKind.Head when encoding is not null || plan.Folds[region.Part]:
                    var head = new ArrayBufferWriter<byte>();
                    if (await Rewrite(blob, from, to, encoding, message.Parts[region.Part].IsMessage, head, cancel) is { } failed) return new([], failed);
                    pieces.Add(new ContentPiece.Made(head.WrittenMemory));
                    break;
                case RegionKind.Leaf when TransportPlan.Encoder(encoding) is not null:
                    if (pieces is not [.., ContentPiece.Made]) return new([], TransportFault.NoPart); // nowhere to name the encoding
                    pieces.Add(new ContentPiece.Recoded(from, to, message.Parts[region.Part].Part.Encoding, encoding!));
                    break;
                default:
                    Keep(pieces, from, to);
                    break;
            }
        }

        return new(pieces, null);
    }

    private static void Keep(List<ContentPiece> pieces, long from, long to)
    {
        if (pieces.Count > 0 && pieces[^1] is ContentPiece.Stored before && before.End == from) pieces[^1] = before with { End = to };
        else pieces.Add(new ContentPiece.Stored(from, to));
    }

    private static async ValueTask<TransportFault?> Rewrite(
        IBlobReader blob, long from, long to, string? encoding, bool isMessage, ArrayBufferWriter<byte> into, CancellationToken cancel)
    {
        if (to - from > MaxHead) return TransportFault.NoPart;
        var head = new byte[(int)(to - from)];
        for (int at = 0, read; at < head.Length; at += read)
            if ((read = await blob.Read(from + at, head.AsMemory(at), cancel)) == 0) throw new StorageException(StorageFault.Damaged, "A stored message is shorter than it was.");
        return PartHead.Write(head, encoding, isMessage, into);
    }
}

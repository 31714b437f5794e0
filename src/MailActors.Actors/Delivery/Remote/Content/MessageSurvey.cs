using System.Buffers;
using MailActors.Domain.Blobs;
using MailActors.Protocol.Mime;
using MailActors.Protocol.Mime.Transport;
using MailActors.Protocol.Smtp.Message;

namespace MailActors.Actors.Delivery.Remote.Content;

/// <summary>What is found by reading a stored message once, from where the part for other hosts begins.</summary>
/// <param name="Start">Of that part, in the stored message.</param>
/// <param name="Head">Of the header section.</param>
/// <param name="Body">Of all behind it.</param>
/// <param name="IsSigned">Somebody has signed it before it came to us.</param>
/// <param name="EndsInLine">It ends with a line end.</param>
internal sealed record MessageSurvey(long Start, OctetFacts Head, OctetFacts Body, bool IsSigned, bool EndsInLine)
{
    private const int AtOnce = 64 * 1024;

    /// <summary>Intake takes no longer header section; what would go beyond it is looked at as body.</summary>
    private const int MaxHead = 2 << 20;

    public OctetFacts All => Head | Body;

    public static async ValueTask<MessageSurvey> Of(IBlobReader blob, long start, CancellationToken cancel)
    {
        var scanner = new OctetScanner();
        OctetFacts? headFacts = null;
        var head = new ArrayBufferWriter<byte>(4096);
        var signed = false;
        await Read(blob, start, piece =>
        {
            if (headFacts is not null)
            {
                scanner.Look(piece);
                return;
            }

            var searched = head.WrittenCount;
            head.Write(piece);
            var end = HeaderFields.FindEnd(head.WrittenSpan, searched);
            if (end < 0 && head.WrittenCount < MaxHead) return;
            if (end < 0) end = head.WrittenCount;
            EndHead(end);
        }, cancel);
        if (headFacts is null) EndHead(head.WrittenCount);
        var body = scanner.Take(out var endsInLine);
        return new(start, headFacts!.Value, body, signed, endsInLine);

        void EndHead(int end)
        {
            scanner.Look(head.WrittenSpan[..end]);
            headFacts = scanner.Take(out _);
            signed = HasSignature(head.WrittenSpan[..end]);
            scanner.Look(head.WrittenSpan[end..]);
        }
    }

    /// <summary>Reads it again, for what is in each of its parts.</summary>
    public async ValueTask<MessageRegions> Regions(IBlobReader blob, CancellationToken cancel)
    {
        var summary = new MessageSummaryBuilder();
        await Read(blob, Start, summary.Feed, cancel);
        var regions = new MessageRegions(summary.Complete().Root, blob.Length - Start);
        await Read(blob, Start, regions.Look, cancel);
        return regions;
    }

    private static async ValueTask Read(IBlobReader blob, long start, PieceAction take, CancellationToken cancel)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(blob.Length - start, 1, AtOnce));
        try
        {
            for (int read; (read = await blob.Read(start, buffer, cancel)) > 0; start += read) take(buffer.AsSpan(0, read));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool HasSignature(ReadOnlySpan<byte> head)
    {
        foreach (var field in new HeaderFields(head))
            if (field.Is("DKIM-Signature"u8) || field.Is("ARC-Message-Signature"u8)) return true;
        return false;
    }

    private delegate void PieceAction(ReadOnlySpan<byte> piece);
}

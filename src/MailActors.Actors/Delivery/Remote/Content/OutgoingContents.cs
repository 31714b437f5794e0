using System.Buffers;
using MailActors.Domain.Blobs;
using MailActors.Domain.Queue;
using MailActors.Domain.Signing;
using MailActors.Protocol.Addresses;
using MailActors.Protocol.Mime.Transport;
using MailActors.Protocol.Smtp.Message;

namespace MailActors.Actors.Delivery.Remote.Content;

/// <summary>Reads a message once to see whether the host can take it as it is, converts it if not, and signs what will be sent: the signature is made
/// last, so that it holds (RFC 6376 §5.3). What lies in the store does not change.</summary>
public sealed class OutgoingContents(IBlobStore blobs, IMessageSigner signer) : IOutgoingContents
{
    public async ValueTask<OutgoingContent> Prepare(Envelope envelope, MailAddress? via, HostOffers offers, CancellationToken cancel)
    {
        if (AddressNeeds.Utf8(envelope.ReversePath) && !offers.SmtpUtf8) return new OutgoingContent.Refused(ContentRefusals.SenderUtf8);
        IBlobReader? blob = null;
        try
        {
            blob = await blobs.Open(envelope.Blob, cancel);
            if (blob is null) return new OutgoingContent.Later(ContentRefusals.Missing);
            var content = await Prepare(envelope, via, blob, offers, cancel);
            if (content is OutgoingContent.Ready) blob = null;
            return content;
        }
        catch (StorageException)
        {
            return new OutgoingContent.Later(ContentRefusals.Unreadable);
        }
        finally
        {
            if (blob is not null) await blob.DisposeAsync();
        }
    }

    private async ValueTask<OutgoingContent> Prepare(Envelope envelope, MailAddress? via, IBlobReader blob, HostOffers offers, CancellationToken cancel)
    {
        var survey = await MessageSurvey.Of(blob, envelope.HeadLength, cancel);
        // RFC 3030 §3: such a host takes any octets, by count; but not in the header.
        var raw = envelope.Body == BodyKind.BinaryMime && offers is { BinaryMime: true, Chunking: true }
            && (survey.Body & OctetFacts.Binary) != 0 && (survey.Head & OctetFacts.Binary) == 0;
        var layout = raw || GoesAsItIs(envelope, survey, offers) ? AsItIs(blob, survey) : await Convert(envelope, blob, survey, offers, cancel);
        if (layout.Fault is { } fault) return new OutgoingContent.Refused(ContentRefusals.Of(fault));

        var pieces = new List<ContentPiece>(layout.Pieces);
        if (!raw && !await EndsInLine(survey, blob, pieces, cancel)) pieces.Add(new ContentPiece.Made("\r\n"u8.ToArray()));
        // RFC 9228 §4: a message that comes back to an address which has forwarded it is in a loop.
        if (via is not null && (offers.SmtpUtf8 || !AddressNeeds.Utf8(via))) pieces.Insert(0, new ContentPiece.Made(DeliveredTo(via)));
        var length = await Sign(envelope, blob, pieces, cancel);
        var highBit = survey.All.HasFlag(OctetFacts.HighBit) && offers.EightBitMime;
        var utf8 = AddressNeeds.Utf8(envelope.ReversePath) || (AddressNeeds.Utf8(via) && offers.SmtpUtf8) || (envelope.Utf8 && survey.All.HasFlag(OctetFacts.HighBit) && offers.SmtpUtf8);
        return new OutgoingContent.Ready(new OutgoingMessage(blob, pieces, length)
        {
            Body = raw ? BodyKind.BinaryMime : highBit ? BodyKind.EightBitMime : BodyKind.SevenBit,
            Utf8 = utf8,
            NeedsChunks = raw,
        });
    }

    private static ReadOnlyMemory<byte> DeliveredTo(MailAddress via)
    {
        var line = new ArrayBufferWriter<byte>(128);
        TraceFields.DeliveredTo(line, via);
        return line.WrittenMemory;
    }

    private static bool GoesAsItIs(Envelope envelope, MessageSurvey survey, HostOffers offers)
    {
        if ((survey.All & OctetFacts.Binary) != 0) return false;
        if (!survey.All.HasFlag(OctetFacts.HighBit)) return true;
        if (!offers.EightBitMime) return false;
        // Octets above 127 in a header that nobody has announced are an old fault, and an eight-bit host is the best that can be had for them;
        // announced as RFC 6532 they need a host that knows it, and a part's header may have them too.
        return offers.SmtpUtf8 || !envelope.Utf8;
    }

    private static ContentLayout AsItIs(IBlobReader blob, MessageSurvey survey) => new([new ContentPiece.Stored(survey.Start, blob.Length)], null);

    private static async ValueTask<ContentLayout> Convert(Envelope envelope, IBlobReader blob, MessageSurvey survey, HostOffers offers, CancellationToken cancel)
    {
        var regions = await survey.Regions(blob, cancel);
        var plan = TransportPlan.For(regions, offers.EightBitMime, envelope.Utf8, offers.SmtpUtf8, survey.IsSigned);
        return await ContentConversion.Lay(blob, survey.Start, regions, plan, cancel);
    }

    private static async ValueTask<bool> EndsInLine(MessageSurvey survey, IBlobReader blob, List<ContentPiece> pieces, CancellationToken cancel) =>
        pieces is [.., ContentPiece.Recoded last] ? (await Count(blob, last, cancel)).EndsInLine : survey.EndsInLine;

    /// <summary>Puts our signatures in front of a message of ours. Returns its octets.</summary>
    private async ValueTask<long> Sign(Envelope envelope, IBlobReader blob, List<ContentPiece> pieces, CancellationToken cancel)
    {
        if (envelope.Handling.Origin == MailOrigin.Relayed) return await Measure(blob, pieces, cancel);
        ReadOnlyMemory<byte> signatures;
        using (var reader = new ContentReader(blob, pieces))
        await using (var stream = new ContentStream(reader)) signatures = await signer.Sign(envelope, stream, cancel);
        if (!signatures.IsEmpty) pieces.Insert(0, new ContentPiece.Made(signatures));
        return await Measure(blob, pieces, cancel);
    }

    private static async ValueTask<long> Measure(IBlobReader blob, List<ContentPiece> pieces, CancellationToken cancel)
    {
        long length = 0;
        foreach (var piece in pieces)
        {
            length += piece switch
            {
                ContentPiece.Made made => made.Octets.Length,
                ContentPiece.Stored stored => stored.End - stored.Start,
                _ => (await Count(blob, piece, cancel)).Length,
            };
        }

        return length;
    }

    private static async ValueTask<(long Length, bool EndsInLine)> Count(IBlobReader blob, ContentPiece piece, CancellationToken cancel)
    {
        using var reader = new ContentReader(blob, [piece]);
        var buffer = ArrayPool<byte>.Shared.Rent(32 * 1024);
        try
        {
            long length = 0;
            byte last = (byte)'\n';
            for (int read; (read = await reader.Read(buffer, cancel)) > 0; length += read) last = buffer[read - 1];
            return (length, last == '\n'); // what an encoder writes has no LF but in line ends
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

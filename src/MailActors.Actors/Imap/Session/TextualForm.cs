using System.Buffers;
using MailActors.Actors.Delivery.Remote.Content;
using MailActors.Domain.Blobs;
using MailActors.Protocol.Imap.Responses;
using MailActors.Protocol.Mime.Transport;

namespace MailActors.Actors.Imap.Session;

/// <summary>How a message with NULs, which APPEND takes in a literal8 (RFC 3516 §4.4), is kept: parts that have them in base64, as
/// RFC 9051 §4.3.1 wants binary sent as text. BODY[], sizes and structure then agree, and BINARY[] gives the octets back.</summary>
internal static class TextualForm
{
    private const int AtOnce = 32 * 1024;

    /// <returns>What to keep in place of <paramref name="raw"/>, or why nothing can be.</returns>
    public static async ValueTask<(StoredBlob? Kept, ImapReply? Refusal)> Of(IBlobStore blobs, StoredBlob raw, CancellationToken cancel)
    {
        await using var blob = await blobs.Open(raw.Id, cancel) ?? throw new StorageException(StorageFault.Damaged, "A message just stored is not there.");
        var buffer = ArrayPool<byte>.Shared.Rent(AtOnce);
        try
        {
            var regions = new MessageRegions(raw.Summary.Root, blob.Length);
            int read;
            for (long at = 0; (read = await blob.Read(at, buffer, cancel)) > 0; at += read) regions.Look(buffer.AsSpan(0, read));
            var layout = await ContentConversion.Lay(blob, 0, regions, TransportPlan.WithoutNul(regions), cancel);
            if (layout.Fault is { } fault) return (null, Words(fault));
            using var reader = new ContentReader(blob, layout.Pieces);
            await using var writer = blobs.Create();
            while ((read = await reader.Read(buffer, cancel)) > 0) await writer.Write(buffer.AsMemory(0, read), cancel);
            return (await writer.Complete(cancel), null);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static ImapReply Words(TransportFault fault) => fault switch
    {
        TransportFault.UnknownEncoding => ImapReply.No("A part with NUL octets has an unknown transfer encoding.", ResponseCode.UnknownCte),
        TransportFault.Signed => ImapReply.No("A signed part has NUL octets in it.", ResponseCode.Cannot),
        _ => ImapReply.No("The message has NUL octets where they can't be encoded.", ResponseCode.Cannot),
    };
}

using System.Buffers;
using System.Text;
using MailActors.Actors.Imap.Fetch;
using MailActors.Domain.Blobs;
using MailActors.Protocol.Mime;

namespace MailActors.Actors.Imap.Search;

/// <summary>Looks for a string in one text part, piece by piece; a match may lie across pieces.</summary>
internal static class TextSearch
{
    private const int Piece = 16 * 1024;

    public static async ValueTask<bool> Contains(IBlobReader blob, MimePart part, SearchString value, CancellationToken cancel)
    {
        // An unknown transfer encoding leaves only the octets themselves.
        var content = DecodedContent.Open(blob, part) ?? DecodedContent.Undecoded(blob, part);
        var decoder = (Charsets.Find(part.Charset.Length == 0 ? "utf-8" : part.Charset) ?? Encoding.Latin1).GetDecoder();
        var octets = ArrayPool<byte>.Shared.Rent(Piece);
        var letters = ArrayPool<char>.Shared.Rent(Piece + value.Length + 16);
        try
        {
            var kept = 0;
            while (true)
            {
                var read = await content.Read(octets.AsMemory(0, Piece), cancel);
                var length = kept + decoder.GetChars(octets.AsSpan(0, read), letters.AsSpan(kept), flush: read == 0);
                if (value.IsIn(letters.AsSpan(0, length))) return true;
                if (read == 0) return false;
                kept = Math.Min(length, value.Length - 1);
                letters.AsSpan(length - kept, kept).CopyTo(letters);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(octets);
            ArrayPool<char>.Shared.Return(letters);
        }
    }
}

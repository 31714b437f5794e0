using MailActors.Actors.Imap.Session;
using MailActors.Protocol.Imap.Commands;
using MailActors.Protocol.Imap.Responses;
using MailActors.Protocol.Mime;
using MailActors.Protocol.Mime.Decoding;
using MailActors.Protocol.Mime.Sections;

namespace MailActors.Actors.Imap.Fetch;

/// <summary>BINARY[…] and BINARY.SIZE[…] (RFC 3516 §4.2, §4.3): a part without its transfer encoding. It is decoded twice, once to know the size of
/// the literal and once to send it, so that memory doesn't grow with the part.</summary>
internal static class BinarySection
{
    private const int Piece = 16 * 1024;

    /// <summary>Whether the part's encoding is one that can be taken off (RFC 3516 §4.3: else NO [UNKNOWN-CTE]).</summary>
    public static bool CanDecode(FetchItem item, MessageSummary summary)
    {
        var number = item switch
        {
            FetchItem.Binary binary => binary.Part,
            FetchItem.BinarySize size => size.Part,
            _ => default,
        };
        return number.IsEmpty || BodySections.FindPart(summary.Root, number.Numbers) is not { } part || TransferDecoder.For(part.Encoding) is not null;
    }

    public static async ValueTask<FetchFailure?> Write(ImapSession session, MessageBytes message, MessageSummary summary, FetchItem.Binary item)
    {
        session.Out.BinaryName(item.Part, item.Partial);
        if (Part(summary, item.Part) is not { } part)
        {
            session.Out.Nil();
            return null;
        }

        var size = await DecodedContent.Measure(message.Reader, part, session.Connection.Gone) ?? 0;
        var skip = Math.Min(item.Partial?.Offset ?? 0, size);
        var left = Math.Min(item.Partial?.Count ?? size, size - skip);
        session.Out.Literal8Head(left);
        var content = DecodedContent.Open(message.Reader, part)!;
        await content.Skip(skip, session.Connection.Gone);
        while (left > 0)
        {
            var read = await content.Read(session.Room((int)Math.Min(Piece, left)), session.Connection.Gone);
            if (read == 0) return session.Abandon();
            session.Filled(read);
            left -= read;
            await session.Drain();
        }

        return null;
    }

    public static async ValueTask<FetchFailure?> WriteSize(ImapSession session, MessageBytes message, MessageSummary summary, FetchItem.BinarySize item)
    {
        var size = Part(summary, item.Part) is { } part ? await DecodedContent.Measure(message.Reader, part, session.Connection.Gone) : 0;
        session.Out.BinarySize(item.Part, size ?? 0);
        return null;
    }

    /// <summary>The message itself has no transfer encoding around it.</summary>
    private static MimePart? Part(MessageSummary summary, PartNumber number) => number.IsEmpty
        ? summary.Root with { Content = new(0, summary.Size), Encoding = "binary" }
        : BodySections.FindPart(summary.Root, number.Numbers);
}

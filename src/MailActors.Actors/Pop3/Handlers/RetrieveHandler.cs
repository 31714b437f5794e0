using MailActors.Domain.Blobs;
using MailActors.Protocol.Pop3;

namespace MailActors.Actors.Pop3.Handlers;

/// <summary>RETR and TOP (RFC 1939 §5, §7): the message passes through one piece of memory, whatever its size.</summary>
internal static class RetrieveHandler
{
    private const int Piece = 24 * 1024;

    /// <param name="lines">Of the body, for TOP; null for RETR.</param>
    public static async ValueTask Do(Pop3Session session, int message, int? lines)
    {
        var maildrop = session.Maildrop!;
        if (maildrop.Check(message) is { } refusal)
        {
            session.Refuse(refusal);
            return;
        }

        await using var reader = await session.Services.Blobs.Open(maildrop.Folder[message].Blob, session.Connection.Gone);
        if (reader is null)
        {
            session.Refuse(Pop3Rejection.Damaged);
            return;
        }

        // The first piece before the answer: a message that can't be read is refused with words.
        var source = new byte[(int)Math.Min(Piece, Math.Max(1, reader.Length))];
        var read = await reader.Read(0, source, session.Connection.Gone);
        session.Say(lines is null ? Pop3Replies.MessageFollows(reader.Length) : Pop3Replies.TopFollows);
        if (!await Copy(session, reader, source, read, new MessageLines(lines))) session.EndSilently();
    }

    /// <summary>False when the rest could not be read: the reply is never completed, so that the client knows what it has is not whole.</summary>
    private static async ValueTask<bool> Copy(Pop3Session session, IBlobReader reader, byte[] source, int read, MessageLines encoder)
    {
        for (long at = 0; ;)
        {
            var into = new byte[MessageLines.MaxOutput(read)];
            var written = encoder.Write(source.AsSpan(0, read), into);
            at += read;
            var last = encoder.Done || at >= reader.Length;
            if (last) written += encoder.Finish(into.AsSpan(written));
            session.Say(into.AsMemory(0, written));
            if (last) return true;
            await session.Connection.Flush();
            try
            {
                read = await reader.Read(at, source, session.Connection.Gone);
            }
            catch (StorageException)
            {
                return false;
            }

            if (read == 0) return false;
        }
    }
}

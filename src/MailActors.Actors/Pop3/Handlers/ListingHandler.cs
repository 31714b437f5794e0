using MailActors.Protocol.Pop3;

namespace MailActors.Actors.Pop3.Handlers;

/// <summary>LIST and UIDL (RFC 1939 §5, §7). A long list goes out in pieces, each when the client has taken the one before.</summary>
internal static class ListingHandler
{
    private const int Piece = 32 * 1024;

    public static async ValueTask Do(Pop3Session session, Pop3Command.Listing command)
    {
        var maildrop = session.Maildrop!;
        if (command.Message is { } one)
        {
            if (maildrop.Check(one) is { } refusal)
            {
                session.Refuse(refusal);
                return;
            }

            var line = new byte[Maildrop.MaxLine];
            session.Say(Pop3Replies.One(line.AsSpan(0, Write(maildrop, command.Verb, one, line))));
            return;
        }

        session.Say(Pop3Replies.ListFollows);
        var piece = new byte[Math.Min(Piece, maildrop.Messages * Maildrop.MaxLine)];
        var written = 0;
        for (var message = 1; message <= maildrop.Last; message++)
        {
            if (maildrop.IsMarked(message)) continue;
            if (piece.Length - written < Maildrop.MaxLine)
            {
                session.Say(piece.AsMemory(0, written));
                await session.Connection.Flush();
                piece = new byte[Piece];
                written = 0;
            }

            written += Write(maildrop, command.Verb, message, piece.AsSpan(written));
        }

        if (written > 0) session.Say(piece.AsMemory(0, written));
        session.Say(Pop3Replies.End);
    }

    private static int Write(OpenMaildrop maildrop, Pop3Verb verb, int message, Span<byte> into)
    {
        var row = maildrop.Folder[message];
        return verb == Pop3Verb.List
            ? Maildrop.WriteSize(message, row.Size, into)
            : Maildrop.WriteUid(message, maildrop.Folder.Info.UidValidity, row.Uid, into);
    }
}

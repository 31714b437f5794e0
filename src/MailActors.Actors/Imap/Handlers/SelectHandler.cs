using MailActors.Actors.Imap.Selected;
using MailActors.Actors.Imap.Session;
using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Imap.Commands;
using MailActors.Protocol.Imap.Responses;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>SELECT and EXAMINE (RFC 9051 §6.3.2, §6.3.3; RFC 7162 §3.2.5).</summary>
internal static class SelectHandler
{
    public static async ValueTask<ImapReply?> Do(ImapSession session, SelectCommand command)
    {
        if (command.Qresync is not null && !session.Enabled.HasFlag(ImapExtensions.QResync))
            return ImapReply.Bad("Enable QRESYNC first."); // RFC 7162 §3.2.5
        // Whether or not this works, the old one is closed (RFC 9051 §6.3.2).
        if (session.Folder is not null)
        {
            session.Unselect();
            session.Out.UntaggedOk("The mailbox before is closed.", ResponseCode.Closed);
        }

        if (command.CondStore) session.UseCondStore();
        var reply = await session.Ask(new MailboxQueries.ReadFolder(session.AccountId, command.Mailbox));
        if (reply is not MailboxReplies.FolderView { Folder: var folder })
            return ImapWords.Of(reply is MailboxReplies.Rejected rejected ? rejected.Reason : MailboxRejection.Unavailable);
        session.Select(new(folder, command.ReadOnly));
        await RecentMessages.Learn(session);
        Describe(session, folder);
        if (command.Qresync is { } known) await Resynchronisation.Tell(session, folder, known);
        return ImapReply.Ok(command.ReadOnly ? "Examined." : "Selected.", command.ReadOnly ? ResponseCode.ReadOnly : ResponseCode.ReadWrite);
    }

    private static void Describe(ImapSession session, FolderSnapshot folder)
    {
        var rev2 = session.Enabled.HasFlag(ImapExtensions.Rev2);
        FlagNames.Announce(session, folder);
        session.Out.Exists(folder.Count);
        if (!rev2)
        {
            RecentMessages.Tell(session, always: true);
            if (FirstUnseen(folder) is > 0 and var unseen) session.Out.UntaggedOk("The first unseen message.", ResponseCode.Unseen(unseen));
        }

        session.Out
            .UntaggedOk("UIDs are valid.", ResponseCode.UidValidity(folder.Info.UidValidity))
            .UntaggedOk("The next UID.", ResponseCode.UidNext(folder.Info.UidNext))
            .UntaggedOk("The newest change.", ResponseCode.HighestModSeq(folder.Info.HighestModSeq));
        // RFC 9051 §6.3.2: the name as the server writes it.
        if (rev2) session.Out.List([], folder.Info.Name);
    }

    private static int FirstUnseen(FolderSnapshot folder)
    {
        if (folder.Info.Unseen == 0) return 0;
        for (var i = 0; i < folder.Chunks.Length; i++)
        {
            var flags = folder.Chunks[i].Flags;
            for (var j = 0; j < flags.Length; j++)
                if ((flags[j] & (ulong)MessageFlags.Seen) == 0) return folder.Starts[i] + j + 1;
        }

        return 0;
    }
}

using MailActors.Actors.Imap.Selected;
using MailActors.Actors.Imap.Session;
using MailActors.Domain;
using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Imap.Commands;
using MailActors.Protocol.Imap.Responses;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>EXPUNGE and UID EXPUNGE (RFC 9051 §6.4.3, §6.4.9).</summary>
internal static class ExpungeHandler
{
    public static async ValueTask<ImapReply?> Do(ImapSession session, ExpungeCommand command)
    {
        var folder = session.Folder!;
        if (folder.ReadOnly) return ImapWords.ReadOnly;
        UidSet? uids = null;
        if (command.Uids is { } set)
        {
            await Updates.Tell(session);
            uids = MessageSet.Of(folder.Told, set, uid: true, session.SavedSearch)!.ToUids();
        }

        var reply = await session.Ask(new MailboxCommands.ExpungeMessages(session.AccountId, CommandId.New(), folder.Id, uids, OnlyDeleted: true));
        if (reply is not MailboxReplies.Expunged expunged)
            return ImapWords.Of(reply is MailboxReplies.Rejected rejected ? rejected.Reason : MailboxRejection.Unavailable);
        folder.Learn(expunged.Folder);
        await Updates.Tell(session);
        // RFC 7162 §3.2.7: the client can go on from here without asking again.
        return ImapReply.Ok(
            "Expunged.",
            session.Enabled.HasFlag(ImapExtensions.CondStore) && !expunged.Uids.IsEmpty ? ResponseCode.HighestModSeq(folder.Told.Info.HighestModSeq) : null);
    }
}

using MailActors.Actors.Imap.Selected;
using MailActors.Actors.Imap.Session;
using MailActors.Domain;
using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Imap.Commands;
using MailActors.Protocol.Imap.Responses;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>COPY and UID COPY (RFC 9051 §6.4.7).</summary>
internal static class CopyHandler
{
    public static async ValueTask<ImapReply?> Do(ImapSession session, CopyCommand command)
    {
        var view = session.Folder!;
        if (command.Uid) await Updates.Tell(session);
        if (MessageSet.Of(view.Told, command.Set, command.Uid, session.SavedSearch) is not { } set) return ImapReply.Bad("No such message.");
        if (set.IsEmpty) return ImapReply.Ok("Nothing to copy.");
        var uids = set.ToUids();
        // RFC 2180 §4.4.1: of messages some of which are gone none is copied; of UIDs that is no fault (RFC 9051 §6.4.9).
        var reply = await session.Ask(new MailboxCommands.CopyMessages(
            session.AccountId, CommandId.New(), view.Id, uids, command.Mailbox, Whole: !command.Uid));
        if (reply is not MailboxReplies.Copied copied)
            return ImapWords.Of(reply is MailboxReplies.Rejected rejected ? rejected.Reason : MailboxRejection.Unavailable, target: true);
        view.Learn(copied.Source);
        await Updates.Tell(session);
        if (copied.From.IsEmpty) return command.Uid ? ImapReply.Ok("Nothing to copy.") : ImapWords.Expunged;
        return ImapReply.Ok("Copied.", ResponseCode.CopyUid(copied.UidValidity, copied.From.ToString(), copied.To.ToString()));
    }
}

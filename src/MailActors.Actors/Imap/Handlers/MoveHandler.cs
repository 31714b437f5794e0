using MailActors.Actors.Imap.Selected;
using MailActors.Actors.Imap.Session;
using MailActors.Domain;
using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Imap.Commands;
using MailActors.Protocol.Imap.Responses;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>MOVE and UID MOVE (RFC 9051 §6.4.8).</summary>
internal static class MoveHandler
{
    public static async ValueTask<ImapReply?> Do(ImapSession session, MoveCommand command)
    {
        var view = session.Folder!;
        if (view.ReadOnly) return ImapWords.ReadOnly;
        if (command.Uid) await Updates.Tell(session);
        if (MessageSet.Of(view.Told, command.Set, command.Uid, session.SavedSearch) is not { } set) return ImapReply.Bad("No such message.");
        if (set.IsEmpty) return ImapReply.Ok("Nothing to move.");
        var uids = set.ToUids();
        // RFC 2180 §4.4.1: of messages some of which are gone none is moved; of UIDs that is no fault (RFC 9051 §6.4.9).
        var reply = await session.Ask(new MailboxCommands.MoveMessages(
            session.AccountId, CommandId.New(), view.Id, uids, command.Mailbox, Whole: !command.Uid));
        if (reply is not MailboxReplies.Copied moved)
            return ImapWords.Of(reply is MailboxReplies.Rejected rejected ? rejected.Reason : MailboxRejection.Unavailable, target: true);
        // RFC 9051 §6.4.8: COPYUID before the EXPUNGEs, in an untagged OK.
        if (!moved.From.IsEmpty) session.Out.UntaggedOk("Moved.", ResponseCode.CopyUid(moved.UidValidity, moved.From.ToString(), moved.To.ToString()));
        view.Learn(moved.Source);
        await Updates.Tell(session);
        if (moved.From.IsEmpty) return command.Uid ? ImapReply.Ok("Nothing to move.") : ImapWords.Expunged;
        // RFC 7162 §3.2.7, for MOVE as for EXPUNGE (RFC 6851 §4.4).
        return ImapReply.Ok("Done.", session.Enabled.HasFlag(ImapExtensions.CondStore) ? ResponseCode.HighestModSeq(view.Told.Info.HighestModSeq) : null);
    }
}

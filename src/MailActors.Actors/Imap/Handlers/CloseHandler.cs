using MailActors.Actors.Imap.Session;
using MailActors.Domain;
using MailActors.Domain.Mailboxes;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>RFC 9051 §6.4.1: expunges without telling, unless the mailbox is read-only.</summary>
internal static class CloseHandler
{
    public static async ValueTask<ImapReply?> Do(ImapSession session)
    {
        var folder = session.Folder!;
        if (!folder.ReadOnly)
        {
            var reply = await session.Ask(new MailboxCommands.ExpungeMessages(session.AccountId, CommandId.New(), folder.Id, null, OnlyDeleted: true));
            if (reply is MailboxReplies.Rejected { Reason: not MailboxRejection.NoSuchFolder } rejected) return ImapWords.Of(rejected.Reason);
        }

        session.Unselect();
        return ImapReply.Ok("Closed.");
    }
}

using MailActors.Actors.Imap.Session;
using MailActors.Domain;
using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Imap.Commands;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>RFC 9051 §6.3.5. Who deletes the folder they have selected is left in the authenticated state; others who have it open are
/// sent away.</summary>
internal static class DeleteHandler
{
    public static ValueTask<ImapReply?> Do(ImapSession session, DeleteCommand command)
    {
        if (session.Folder?.Latest.Info.Name == command.Mailbox) session.Unselect();
        return MailboxChange.Do(session, new MailboxCommands.DeleteFolder(session.AccountId, CommandId.New(), command.Mailbox), "Deleted.");
    }
}

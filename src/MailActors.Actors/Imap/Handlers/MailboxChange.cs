using MailActors.Actors.Imap.Session;
using MailActors.Domain.Mailboxes;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>A command that changes the list of folders and has nothing to tell but whether it worked.</summary>
internal static class MailboxChange
{
    public static async ValueTask<ImapReply?> Do(ImapSession session, MailboxCommand command, string done) =>
        await session.Ask(command) switch
        {
            MailboxReplies.Rejected rejected => ImapWords.Of(rejected.Reason),
            MailboxReplies.Done or MailboxReplies.FolderCreated => ImapReply.Ok(done),
            _ => ImapWords.Unavailable,
        };
}

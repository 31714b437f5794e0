using MailActors.Actors.Imap.Session;
using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Imap.Commands;
using MailActors.Protocol.Imap.Responses;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>RFC 9208 §4.3.</summary>
internal static class GetQuotaRootHandler
{
    public static async ValueTask<ImapReply?> Do(ImapSession session, GetQuotaRootCommand command)
    {
        var reply = await session.Ask(new MailboxQueries.ViewMailbox(session.AccountId));
        if (reply is not MailboxReplies.MailboxView view)
            return ImapWords.Of(reply is MailboxReplies.Rejected rejected ? rejected.Reason : MailboxRejection.Unavailable);
        if (view.Folders.All(f => f.Name != command.Mailbox)) return ImapWords.Of(MailboxRejection.NoSuchFolder);
        session.Out.QuotaRoot(command.Mailbox, "");
        GetQuotaHandler.Write(session, view.Quota);
        return ImapReply.Ok("That is all.");
    }
}

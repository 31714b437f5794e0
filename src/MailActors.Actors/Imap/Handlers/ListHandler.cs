using MailActors.Actors.Imap.Session;
using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Imap.Commands;
using MailActors.Protocol.Imap.Responses;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>LIST with all its extensions (RFC 9051 §6.3.9, RFC 5258, RFC 5819, RFC 6154).</summary>
internal static class ListHandler
{
    public static async ValueTask<ImapReply?> Do(ImapSession session, ListCommand command)
    {
        if (command.Patterns is [""])
        {
            session.Out.ListSeparator();
            return ImapReply.Ok("That is all.");
        }

        // RFC 5258 §3.1: RECURSIVEMATCH alone selects nothing to be recursive about.
        if (command.Selection.HasFlag(ListSelection.RecursiveMatch) && (command.Selection & (ListSelection.Subscribed | ListSelection.SpecialUse)) == 0)
            return ImapReply.Bad("RECURSIVEMATCH needs another selection.");
        var reply = await session.Ask(new MailboxQueries.ViewMailbox(session.AccountId));
        if (reply is not MailboxReplies.MailboxView view)
            return ImapWords.Of(reply is MailboxReplies.Rejected rejected ? rejected.Reason : MailboxRejection.Unavailable);
        if (command.Status.HasFlag(StatusItems.HighestModSeq)) session.UseCondStore();
        foreach (var entry in FolderList.Select(view, command))
        {
            session.Out.List(entry.Attributes, entry.Name, entry.ChildSubscribed);
            if (command.Status != StatusItems.None && entry.Folder is { } folder) StatusHandler.Write(session, folder, command.Status);
            await session.Drain();
        }

        return ImapReply.Ok("That is all.");
    }
}

using MailActors.Actors.Imap.Session;
using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Imap;
using MailActors.Protocol.Imap.Commands;
using MailActors.Protocol.Imap.Responses;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>RFC 3501 §6.3.9. A name that only leads to subscribed ones below it is told as \Noselect.</summary>
internal static class LsubHandler
{
    public static async ValueTask<ImapReply?> Do(ImapSession session, LsubCommand command)
    {
        var reply = await session.Ask(new MailboxQueries.ViewMailbox(session.AccountId));
        if (reply is not MailboxReplies.MailboxView view)
            return ImapWords.Of(reply is MailboxReplies.Rejected rejected ? rejected.Reason : MailboxRejection.Unavailable);
        var pattern = ListPattern.Join(command.Reference, command.Pattern);
        var names = new SortedDictionary<string, bool>(StringComparer.Ordinal);
        foreach (var name in view.Subscriptions)
        {
            if (ListPattern.Matches(pattern, name))
            {
                names[name] = true;
                continue;
            }

            foreach (var parent in FolderList.Parents(name))
                if (ListPattern.Matches(pattern, parent)) names.TryAdd(parent, false);
        }

        foreach (var (name, subscribed) in names)
        {
            session.Out.Lsub(subscribed ? [] : [MailboxAttributes.NoSelect], name);
            await session.Drain();
        }

        return ImapReply.Ok("That is all.");
    }
}

using MailActors.Domain;
using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Pop3;

namespace MailActors.Actors.Pop3.Handlers;

/// <summary>QUIT: what is marked goes in one event, all or nothing, and is answered when that is durable (RFC 1939 §6).</summary>
internal static class QuitHandler
{
    public static async ValueTask Do(Pop3Session session)
    {
        session.EndSilently();
        if (session.Maildrop is { } maildrop && maildrop.Marked() is { IsEmpty: false } marked)
        {
            var expunge = new MailboxCommands.ExpungeMessages(
                session.Account!.Id, CommandId.New(), maildrop.Folder.Info.Id, marked, OnlyDeleted: false);
            if (await session.Ask(expunge) is not MailboxReplies.Expunged)
            {
                session.Say(Pop3Replies.For(Pop3Rejection.NotRemoved));
                session.Detach();
                return;
            }
        }

        session.Detach();
        session.Say(Pop3Replies.Bye);
    }
}

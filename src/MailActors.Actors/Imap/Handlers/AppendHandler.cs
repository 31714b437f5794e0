using MailActors.Actors.Imap.Selected;
using MailActors.Actors.Imap.Session;
using MailActors.Domain;
using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Imap.Commands;
using MailActors.Protocol.Imap.Responses;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>APPEND and MULTIAPPEND (RFC 9051 §6.3.12, RFC 3502): the messages are in the store already; one command to the mailbox names all
/// of them or none.</summary>
internal static class AppendHandler
{
    public static async ValueTask<ImapReply?> Do(ImapSession session, AppendCommand command)
    {
        if (session.Refusal is { } refusal) return refusal;
        if (session.Intake is not { } stored || stored.Count != command.Messages.Count) return ImapWords.Unavailable;
        // RFC 3502: one command may bring many messages, slowly. Those that came first are told to stay before they are named.
        if (stored.Count > 1 && !await session.Services.Blobs.Retain([.. stored.Select(s => s.Id)], session.Connection.Gone)) return ImapWords.Unavailable;
        var now = session.Services.Time.GetUtcNow().ToUnixTimeSeconds();
        var messages = new NewMessage[stored.Count];
        for (var i = 0; i < messages.Length; i++)
        {
            var given = command.Messages[i];
            messages[i] = new(stored[i].Id, stored[i].Size, given.InternalDate ?? now, FlagNames.Set(given.Flags));
        }

        var reply = await session.Ask(new MailboxCommands.AppendMessages(session.AccountId, CommandId.New(), command.Mailbox, messages));
        if (reply is not MailboxReplies.Appended appended)
            return reply is MailboxReplies.Rejected rejected ? ImapWords.Of(rejected.Reason, target: true) : ImapWords.Unavailable;
        // RFC 9051 §6.3.12: a client that appends to the mailbox it has selected sees the message at once.
        if (session.Folder?.Latest.Info.Name == command.Mailbox) await Updates.Refresh(session);
        else await Updates.Tell(session);
        return ImapReply.Ok("Appended.", ResponseCode.AppendUid(appended.UidValidity, appended.Uids.ToString()));
    }
}

using MailActors.Actors.Imap.Session;
using MailActors.Domain;
using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Imap;
using MailActors.Protocol.Imap.Responses;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>SUBSCRIBE and UNSUBSCRIBE (RFC 9051 §6.3.7, §6.3.8).</summary>
internal static class SubscribeHandler
{
    public static ValueTask<ImapReply?> Do(ImapSession session, string mailbox, bool wanted)
    {
        if (wanted && FolderNames.Fault(mailbox) is { } fault) return new(ImapReply.No(fault + ".", ResponseCode.Cannot));
        return MailboxChange.Do(
            session,
            new MailboxCommands.Subscribe(session.AccountId, CommandId.New(), mailbox, wanted),
            wanted ? "Subscribed." : "Unsubscribed.");
    }
}

using MailActors.Actors.Imap.Selected;
using MailActors.Actors.Imap.Session;
using MailActors.Domain;
using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Imap;
using MailActors.Protocol.Imap.Commands;
using MailActors.Protocol.Imap.Responses;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>RFC 9051 §6.3.6.</summary>
internal static class RenameHandler
{
    public static async ValueTask<ImapReply?> Do(ImapSession session, RenameCommand command)
    {
        if (FolderNames.Fault(command.To) is { } fault) return ImapReply.No(fault + ".", ResponseCode.Cannot);
        var reply = await MailboxChange.Do(
            session, new MailboxCommands.RenameFolder(session.AccountId, CommandId.New(), command.From, command.To), "Renamed.");
        await Updates.Tell(session);
        return reply;
    }
}

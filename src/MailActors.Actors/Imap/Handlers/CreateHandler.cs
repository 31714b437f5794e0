using MailActors.Actors.Imap.Session;
using MailActors.Domain;
using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Imap;
using MailActors.Protocol.Imap.Commands;
using MailActors.Protocol.Imap.Responses;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>RFC 9051 §6.3.4, RFC 6154 §3.</summary>
internal static class CreateHandler
{
    public static ValueTask<ImapReply?> Do(ImapSession session, CreateCommand command)
    {
        if (FolderNames.Fault(command.Mailbox) is { } fault) return new(ImapReply.No(fault + ".", ResponseCode.Cannot));
        // One use a folder: two would need two folders to be told apart by clients that look for either.
        if (command.Uses.Count > 1 || !TryUse(command.Uses, out var use)) return new(ImapReply.No("That special use can't be given.", ResponseCode.UseAttr));
        return MailboxChange.Do(session, new MailboxCommands.CreateFolder(session.AccountId, CommandId.New(), command.Mailbox, use), "Created.");
    }

    private static bool TryUse(IReadOnlyList<string> uses, out SpecialUse use)
    {
        use = uses.Count == 0 ? SpecialUse.None : SpecialUses.Parse(uses[0]);
        return uses.Count == 0 || use is not (SpecialUse.None or SpecialUse.All or SpecialUse.Flagged);
    }
}

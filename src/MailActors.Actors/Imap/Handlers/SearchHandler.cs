using MailActors.Actors.Imap.Session;
using MailActors.Protocol.Imap.Commands;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>SEARCH and UID SEARCH (RFC 9051 §6.4.4).</summary>
internal static class SearchHandler
{
    public static ValueTask<ImapReply?> Do(ImapSession session, SearchCommand command) =>
        new(ImapReply.No(session.Folder!.Told.Count == 0 || command.Uid ? "Not now." : "Not now, please."));
}

using MailActors.Actors.Imap.Selected;
using MailActors.Actors.Imap.Session;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>NOOP and CHECK (RFC 9051 §6.1.2, RFC 3501 §6.4.1): how a client without IDLE asks for news.</summary>
internal static class NoopHandler
{
    public static async ValueTask<ImapReply?> Do(ImapSession session)
    {
        await Updates.Refresh(session);
        return ImapReply.Ok("Up to date.");
    }
}

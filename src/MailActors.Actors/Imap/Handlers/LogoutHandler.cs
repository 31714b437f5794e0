using MailActors.Actors.Imap.Session;
using MailActors.Protocol.Imap.Responses;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>RFC 9051 §6.1.3.</summary>
internal static class LogoutHandler
{
    public static ValueTask<ImapReply?> Do(ImapSession session)
    {
        session.Out.Bye("Goodbye.");
        session.LoggedOut = true;
        return new(ImapReply.Ok("Logged out."));
    }
}

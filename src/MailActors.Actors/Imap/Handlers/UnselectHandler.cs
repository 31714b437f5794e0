using MailActors.Actors.Imap.Session;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>RFC 9051 §6.4.2.</summary>
internal static class UnselectHandler
{
    public static ValueTask<ImapReply?> Do(ImapSession session)
    {
        session.Unselect();
        return new(ImapReply.Ok("Unselected."));
    }
}

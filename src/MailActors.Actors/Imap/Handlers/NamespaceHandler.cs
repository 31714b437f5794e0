using MailActors.Actors.Imap.Session;
using MailActors.Protocol.Imap.Responses;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>RFC 9051 §6.3.10: one personal namespace, nothing of others, nothing shared.</summary>
internal static class NamespaceHandler
{
    public static ValueTask<ImapReply?> Do(ImapSession session)
    {
        session.Out.Namespace();
        return new(ImapReply.Ok("That is all."));
    }
}

using MailActors.Actors.Imap.Session;
using MailActors.Protocol.Imap.Responses;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>RFC 9051 §6.1.1.</summary>
internal static class CapabilityHandler
{
    public static ValueTask<ImapReply?> Do(ImapSession session)
    {
        session.Out.Capability(Capabilities.Of(session));
        return new(ImapReply.Ok("That is all."));
    }
}

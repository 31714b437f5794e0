using MailActors.Actors.Imap.Session;
using MailActors.Protocol.Imap.Commands;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>RFC 9051 §6.2.1. The pipeline refuses what was sent behind the command in the clear (CVE-2011-0411).</summary>
internal static class StartTlsHandler
{
    public static async ValueTask<ImapReply?> Do(ImapSession session, StartTlsCommand command)
    {
        if (session.IsTls) return ImapReply.Bad("TLS is on already.");
        Conversation.Answer(session, command.Tag, ImapReply.Ok("Begin TLS now."));
        session.Send();
        session.TlsStarted(await session.Connection.StartTls());
        return null;
    }
}

using MailActors.Protocol.Pop3;

namespace MailActors.Actors.Pop3.Handlers;

/// <summary>STLS (RFC 2595 §4). The pipeline refuses what was sent behind the command in the clear (CVE-2011-0411).</summary>
internal static class StartTlsHandler
{
    public static async ValueTask Do(Pop3Session session)
    {
        if (session.IsTls || !session.OffersStartTls)
        {
            session.Refuse(session.IsTls ? Pop3Rejection.TlsActive : Pop3Rejection.TlsNotOffered);
            return;
        }

        session.Say(Pop3Replies.BeginTls);
        session.TlsStarted(await session.Connection.StartTls());
    }
}

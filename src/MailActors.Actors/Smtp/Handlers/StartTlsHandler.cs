using MailActors.Protocol.Smtp;

namespace MailActors.Actors.Smtp.Handlers;

/// <summary>STARTTLS (RFC 3207). What was sent behind the command in plaintext ends the connection, in the pipeline (CVE-2011-0411).</summary>
internal static class StartTlsHandler
{
    public static SmtpStep Handle(SmtpSession session)
    {
        session.Reply(SmtpReplies.ReadyForTls);
        return SmtpStep.StartTls;
    }
}

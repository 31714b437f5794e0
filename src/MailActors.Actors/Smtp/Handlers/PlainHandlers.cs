using MailActors.Protocol.Smtp;

namespace MailActors.Actors.Smtp.Handlers;

/// <summary>RSET and QUIT (RFC 5321 §4.1.1.5, §4.1.1.10).</summary>
internal static class PlainHandlers
{
    public static SmtpStep Rset(SmtpSession session)
    {
        session.Reset();
        return session.Reply(SmtpReplies.Ok);
    }

    public static SmtpStep Quit(SmtpSession session)
    {
        session.Reset();
        session.Reply(SmtpReplies.Bye);
        return SmtpStep.Close;
    }
}

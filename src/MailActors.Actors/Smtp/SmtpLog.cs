using Akka.Event;
using MailActors.Protocol.Smtp;

namespace MailActors.Actors.Smtp;

/// <summary>What operators read of sessions: one line an event. Of the client it holds the socket's address and addresses that went through the parser,
/// which lets no control character pass; never its name, its words or anything of a login but the account.</summary>
internal sealed class SmtpLog(ILoggingAdapter log, SmtpEndpointKind kind)
{
    public void Accepted(SmtpSession session, SmtpTransaction transaction, long size)
    {
        if (!log.IsInfoEnabled) return;
        log.Info(
            "{0}: accepted from <{1}>, {2} octets, {3} recipients, client {4}, login {5}",
            transaction.Id, transaction.Mail.ReversePath, size, transaction.Finals.Count, session.Info.Remote.Address, session.Account?.Address);
    }

    public void Refused(SmtpSession session, SmtpRejection reason)
    {
        if (!log.IsInfoEnabled) return;
        log.Info("{0} refused client {1}: {2}", kind, session.Info.Remote.Address, reason);
    }
}

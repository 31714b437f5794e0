using Akka.Event;
using MailActors.Domain.Directory;
using MailActors.Domain.Submission;
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

    /// <summary>An alarm: what follows wants an operator's eye.</summary>
    public void OverLimit(SmtpSession session, Account account, SendingLimit limit, bool held) => log.Warning(
        "{0} wants to send more to other hosts than it may in a day (limit of {1}), client {2}. {3} See: mailctl account show {0}",
        account.Address, limit, session.Info.Remote.Address, held ? "Its mail is held until mailctl queue release-account." : "Its mail is not held.");

    public void Refused(SmtpSession session, SmtpRejection reason)
    {
        if (!log.IsInfoEnabled) return;
        log.Info("{0} refused client {1}: {2}", kind, session.Info.Remote.Address, reason);
    }
}

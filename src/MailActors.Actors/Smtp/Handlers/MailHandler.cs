using MailActors.Domain;
using MailActors.Protocol.Smtp;
using MailActors.Protocol.Smtp.Commands;

namespace MailActors.Actors.Smtp.Handlers;

/// <summary>MAIL FROM: begins a transaction. A user submits with an address of theirs or the empty path (RFC 6409 §6.1).</summary>
internal static class MailHandler
{
    public static async ValueTask<SmtpStep> Handle(SmtpSession session, MailCommand command)
    {
        // RFC 1870 §6.1: refused before a single octet of it was sent.
        if (command.Size > session.Settings.MaxMessageSize) return session.Refuse(SmtpRejection.MessageTooBig);
        // RFC 8689 §2: only where it is offered.
        if (command.RequireTls && session.Kind == SmtpEndpointKind.Lmtp) return session.Refuse(SmtpRejection.UnknownParameter);
        if (command.RequireTls && !session.HasTls) return session.Refuse(SmtpRejection.NeedsTls);
        if (session.Kind == SmtpEndpointKind.Submission && command.ReversePath is { } sender)
        {
            switch (await session.Services.Directory.MaySendAs(session.Account!.Id, sender, session.Cancel))
            {
                case Lookup<bool>.Found { Value: true }:
                    break;
                case Lookup<bool>.CannotTell:
                    return session.Refuse(SmtpRejection.TryLater);
                default:
                    return session.Refuse(SmtpRejection.SenderNotOwned);
            }
        }

        session.Transaction = new SmtpTransaction(command);
        session.State = SmtpTransitions.After(session.State, SmtpVerb.Mail);
        return session.Reply(SmtpReplies.SenderOk);
    }
}

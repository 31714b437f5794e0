using MailActors.Protocol.Smtp;
using MailActors.Protocol.Smtp.Commands;

namespace MailActors.Actors.Smtp.Handlers;

/// <summary>RCPT TO: adds recipients of ours; those of others only for a user who has logged in. No network is trusted. "Cannot tell" is never "no such
/// user", and a mailbox without room refuses here, where no bounce arises.</summary>
internal static class RcptHandler
{
    public static async ValueTask<SmtpStep> Handle(SmtpSession session, RcptCommand command)
    {
        var transaction = session.Transaction!;
        if (transaction.Accepted.Count >= session.Settings.MaxRecipients) return session.Refuse(SmtpRejection.TooManyRecipients);
        if (command.International && !transaction.Mail.Utf8) return session.Refuse(SmtpRejection.RecipientNeedsUtf8);
        var (targets, refusal) = await RecipientLookup.Find(session, command.ForwardPath);
        if (targets is null) return session.Refuse(refusal!.Value);

        // Of a list some may be full and the others still get it.
        if (targets is [{ Account: { } account }] && await session.Services.Quotas.Check(account, transaction.Mail.Size ?? 0, session.Cancel) is { } full)
            return session.Refuse(full);

        if (session is { Kind: SmtpEndpointKind.Submission, Account: { } submitter })
        {
            foreach (var foreign in targets.Where(target => target.Account is null))
            {
                if (await session.Services.Sending.Admit(session, submitter, foreign.Address, transaction) is { } over) return session.Refuse(over);
            }
        }

        transaction.Add(command, targets);
        session.State = SmtpTransitions.After(session.State, SmtpVerb.Rcpt);
        return session.Reply(SmtpReplies.RecipientOk);
    }
}

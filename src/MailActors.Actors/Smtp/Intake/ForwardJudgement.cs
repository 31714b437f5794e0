using MailActors.Actors.Forwarding;
using MailActors.Domain;
using MailActors.Domain.Directory;
using MailActors.Domain.Forwarding;
using MailActors.Protocol.Smtp;
using MailActors.Protocol.Smtp.Message;

namespace MailActors.Actors.Smtp.Intake;

/// <summary>Under which reverse-path the copies for other hosts go. What an account of ours submits keeps its own.</summary>
internal static class ForwardJudgement
{
    /// <returns>Null: nothing against it. LMTP refuses a recipient alone, SMTP has one answer for all.</returns>
    public static async ValueTask<SmtpRejection?> Judge(SmtpSession session, SmtpTransaction transaction, HeadReport report)
    {
        if (session.Kind == SmtpEndpointKind.Submission || !transaction.IsForwarded) return null;
        if (await StandingOf(session, transaction) is not { } standing) return SmtpRejection.TryLater;
        var mail = new ForwardedMail(transaction.Mail.ReversePath, standing, report.Authors ?? [], report.AuthorFault, session.Services.HostName);
        for (var i = transaction.Finals.Count - 1; i >= 0; i--)
        {
            var final = transaction.Finals[i];
            if (final.Target.Via is not { } via) continue;
            if (await session.Services.ReturnPaths.DomainFor(via, session.Cancel) is not { } domain) return SmtpRejection.TryLater;
            switch (ForwardedSender.Of(mail, domain))
            {
                case ForwardedSender.Rewritten rewritten:
                    transaction.Finals[i] = final with { RewriteIn = rewritten.Domain };
                    break;
                case ForwardedSender.Refused when session.Kind != SmtpEndpointKind.Lmtp:
                    return SmtpRejection.ForwardsOwnName;
                case ForwardedSender.Refused:
                    transaction.Drop(i, SmtpRejection.ForwardsOwnName);
                    break;
            }
        }

        return transaction.Finals.Count == 0 ? SmtpRejection.ForwardsOwnName : null;
    }

    /// <summary>Null: can't tell.</summary>
    private static async ValueTask<SenderStanding?> StandingOf(SmtpSession session, SmtpTransaction transaction)
    {
        if (transaction.Mail.ReversePath is not { } sender) return SenderStanding.Foreign;
        switch (await session.Services.ReturnPaths.Read(sender, session.Cancel))
        {
            case ReturnPath.To: return SenderStanding.ReturnPath;
            case ReturnPath.CannotTell: return null;
        }

        return await session.Services.Directory.FindDomain(sender.Domain, session.Cancel) switch
        {
            Lookup<MailDomain>.Found => SenderStanding.Ours,
            Lookup<MailDomain>.CannotTell => null,
            _ => SenderStanding.Foreign,
        };
    }
}

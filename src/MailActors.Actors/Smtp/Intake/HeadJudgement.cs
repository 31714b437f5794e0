using MailActors.Domain;
using MailActors.Protocol.Smtp;
using MailActors.Protocol.Smtp.Message;

namespace MailActors.Actors.Smtp.Intake;

/// <summary>What the header section says against taking the message.</summary>
internal static class HeadJudgement
{
    /// <returns>Null: nothing.</returns>
    public static async ValueTask<SmtpRejection?> Judge(SmtpSession session, SmtpTransaction transaction, HeadReport report)
    {
        if (report.Fault is { } fault) return fault;
        (transaction.TlsOptional, transaction.HeaderPriority) = (report.TlsOptional, report.Priority);
        if (report.Delivered is { } delivered && Loops(session, transaction, delivered)) return SmtpRejection.DeliveryLoop;
        if (await ForwardJudgement.Judge(session, transaction, report) is { } unforwarded) return unforwarded;
        return session.Account is { } account && session.Kind == SmtpEndpointKind.Submission
            ? await Authors(session, account.Id, transaction, report)
            : null;
    }

    /// <summary>A recipient whose address is in Delivered-To has had this message, or has forwarded it (RFC 9228 §4). LMTP refuses that recipient alone,
    /// SMTP has one answer for all.</summary>
    private static bool Loops(SmtpSession session, SmtpTransaction transaction, IReadOnlyList<string> delivered)
    {
        for (var i = transaction.Finals.Count - 1; i >= 0; i--)
        {
            var final = transaction.Finals[i];
            if (!delivered.Contains((final.Target.Via ?? final.Target.Address).Key)) continue;
            if (session.Kind != SmtpEndpointKind.Lmtp) return true;
            transaction.Drop(i, SmtpRejection.DeliveryLoop);
        }

        return transaction.Finals.Count == 0;
    }

    /// <summary>RFC 6409 §6.1: who submits writes in no other's name.</summary>
    private static async ValueTask<SmtpRejection?> Authors(SmtpSession session, AccountId account, SmtpTransaction transaction, HeadReport report)
    {
        if (report.AuthorFault || (!report.HasFrom && transaction.Mail.ReversePath is null)) return SmtpRejection.AuthorUnreadable;
        foreach (var author in report.Authors!)
        {
            if (author == transaction.Mail.ReversePath) continue; // asked at MAIL
            switch (await session.Services.Directory.MaySendAs(account, author, session.Cancel))
            {
                case Lookup<bool>.Found { Value: true }:
                    continue;
                case Lookup<bool>.CannotTell:
                    return SmtpRejection.TryLater;
                default:
                    return SmtpRejection.AuthorNotOwned;
            }
        }

        return null;
    }
}

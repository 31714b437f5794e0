using MailActors.Actors.Queue;
using MailActors.Domain;
using MailActors.Domain.Blobs;
using MailActors.Domain.Directory;
using MailActors.Domain.Submission;
using MailActors.Protocol.Addresses;
using MailActors.Protocol.Smtp;

namespace MailActors.Actors.Smtp.Submission;

/// <summary>Keeps accounts to what they may send to other hosts in a day. An account that wants more is most likely in the hands of a thief: operators
/// are told, and all its mail is held until one of them has looked at it.</summary>
internal sealed class SendingGuard(ISendingLedger ledger, SubmissionSettings settings, IQueues queues)
{
    /// <summary>Asked at RCPT, for a recipient at another host: early, before anything was sent.</summary>
    /// <returns>Null: it may go.</returns>
    public async ValueTask<SmtpRejection?> Admit(SmtpSession session, Account account, MailAddress recipient, SmtpTransaction transaction)
    {
        try
        {
            var (found, isNew) = await ledger.Look(account.Id, recipient, session.Cancel);
            var strangers = transaction.Strangers + (isNew ? 1 : 0);
            if (found.Use.Reached(found.Limits, transaction.Foreign + 1, strangers) is { } limit) return await Over(session, account, limit);
            (transaction.Foreign, transaction.Strangers) = (transaction.Foreign + 1, strangers);
            return null;
        }
        catch (StorageException)
        {
            return SmtpRejection.TryLater;
        }
    }

    /// <summary>Counts the message, before its sender is told that it was taken.</summary>
    /// <returns>Null: it is counted, or nothing of it goes to other hosts.</returns>
    public async Task<SmtpRejection?> Count(SmtpSession session, SmtpTransaction transaction)
    {
        if (session.Kind != SmtpEndpointKind.Submission || session.Account is not { } account) return null;
        var recipients = transaction.Finals.Where(final => final.Target.Account is null).Select(final => final.Target.Address).ToList();
        if (recipients.Count == 0) return null;
        try
        {
            return await ledger.Count(account.Id, recipients) is { } limit ? await Over(session, account, limit) : null;
        }
        catch (StorageException e)
        {
            return Intake.Refusals.Of(e.Fault);
        }
    }

    private async Task<SmtpRejection> Over(SmtpSession session, Account account, SendingLimit limit)
    {
        var isNews = await ledger.MarkOver(account.Id);
        var held = settings.HoldOverLimit && await Hold(account.Id);
        if (isNews) session.Log.OverLimit(session, account, limit, held);
        return SmtpRejection.SendingLimitReached;
    }

    /// <summary>What could not be held now is held at the next refusal.</summary>
    private async Task<bool> Hold(AccountId account)
    {
        if ((await ledger.Show(account, CancellationToken.None)).Use.Held) return true;
        if (await queues.HoldSender(account, hold: true, CancellationToken.None) > 0) return false;
        await ledger.MarkHeld(account);
        return true;
    }
}

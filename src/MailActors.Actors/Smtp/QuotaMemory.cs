using System.Collections.Concurrent;
using MailActors.Actors.Mailboxes;
using MailActors.Domain;
using MailActors.Domain.Directory;
using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Smtp;

namespace MailActors.Actors.Smtp;

/// <summary>Tells whether a mailbox has room, so that mail for a full one is refused while the sender is still there and no bounce to a forged sender
/// arises. An early answer only: the mailbox itself decides at delivery. Accounts without a quota cost no question.</summary>
internal sealed class QuotaMemory(IMailboxes mailboxes, IDirectory directory, TimeProvider time, TimeSpan memory)
{
    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<AccountId, Known> _known = new();

    /// <param name="size">Octets announced, or 0.</param>
    /// <returns>Null: there is room, or it can't be told.</returns>
    public async ValueTask<SmtpRejection?> Check(AccountId account, long size, CancellationToken cancel)
    {
        var found = await directory.FindAccount(account, cancel);
        if (found is not Lookup<Account>.Found { Value: var limits } || limits is { QuotaBytes: 0, QuotaMessages: 0 }) return null;
        if (limits.QuotaBytes > 0 && size > limits.QuotaBytes) return SmtpRejection.NeverFits;

        var now = time.GetTimestamp();
        if (!_known.TryGetValue(account, out var known) || time.GetElapsedTime(known.Since, now) > memory)
        {
            if (await mailboxes.Ask(new MailboxQueries.ViewMailbox(account), cancel: cancel) is not MailboxReplies.MailboxView { Quota: var quota }) return null;
            known = new Known(now, quota.UsedBytes, quota.UsedMessages);
            if (_known.Count >= MaxRemembered) _known.Clear();
            _known[account] = known;
        }

        var full = (limits.QuotaBytes > 0 && known.UsedBytes + Math.Max(size, 1) > limits.QuotaBytes)
            || (limits.QuotaMessages > 0 && known.UsedMessages >= limits.QuotaMessages);
        return full ? SmtpRejection.MailboxFull : null;
    }

    private readonly record struct Known(long Since, long UsedBytes, long UsedMessages);
}

namespace MailActors.Domain.Submission;

/// <summary>How much an account may send to other hosts in a day, which begins at 00:00 UTC: who has stolen a password can't send more.
/// Mail between mailboxes of ours does not count.</summary>
public sealed record SubmissionSettings
{
    /// <summary>Messages with a recipient at another host; 0: no limit.</summary>
    public long MessagesPerDay { get; init; } = 500;

    /// <summary>Recipients at other hosts, counted once for each message; 0: no limit.</summary>
    public long RecipientsPerDay { get; init; } = 5_000;

    /// <summary>Of those, the ones this account has not written to before; 0: no limit.</summary>
    public long NewRecipientsPerDay { get; init; } = 200;

    /// <summary>Recipients of an account that are remembered, so that they are not new; those not written to for longest are forgotten first.</summary>
    public int RecipientsRemembered { get; init; } = 2_000;

    /// <summary>Whether all mail of an account that wants more than it may is held until an operator has looked at it.</summary>
    public bool HoldOverLimit { get; init; } = true;

    public SendingLimits Limits => new(MessagesPerDay, RecipientsPerDay, NewRecipientsPerDay);

    public IEnumerable<string> Faults()
    {
        if (MessagesPerDay < 0 || RecipientsPerDay < 0 || NewRecipientsPerDay < 0)
            yield return "Submission:MessagesPerDay, Submission:RecipientsPerDay and Submission:NewRecipientsPerDay must not be negative; 0 is no limit.";
        if (RecipientsRemembered is < 100 or > 1_000_000) yield return "Submission:RecipientsRemembered must lie between 100 and 1000000.";
    }
}

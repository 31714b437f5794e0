namespace MailActors.Domain.Queue;

/// <summary>Which messages are meant: those for which all that is given is true. What is said of a recipient must be true of one that is still to be
/// delivered to, and it is this recipient then that is meant.</summary>
public sealed record QueueFilter
{
    public static readonly QueueFilter All = new();

    /// <summary>The reverse-path: an address, <c>@domain</c> for all of a domain, or <c>&lt;&gt;</c> for the empty one.</summary>
    public string? Sender { get; init; }

    /// <summary>The account that submitted it.</summary>
    public AccountId? Account { get; init; }

    /// <summary>An address, the one given in RCPT TO or the one it leads to.</summary>
    public string? Recipient { get; init; }

    /// <summary>The recipient's domain.</summary>
    public string? Domain { get; init; }

    /// <summary>The beginning of the enhanced status code, or a part of the text of why it was put off.</summary>
    public string? Reason { get; init; }

    /// <summary>Received at this time or earlier. Seconds since 1970 UTC.</summary>
    public long? Until { get; init; }

    /// <summary>Received at this time or later. Seconds since 1970 UTC.</summary>
    public long? Since { get; init; }

    public bool? Held { get; init; }

    public bool IsAll => this == All;

    /// <param name="held">Whether the message is held, by itself or with its account.</param>
    public bool Fits(QueueEntry entry, bool held)
    {
        var envelope = entry.Envelope;
        if (Held is { } wanted && wanted != held) return false;
        if (envelope.ReceivedAt > Until || envelope.ReceivedAt < Since) return false;
        if (Account is { } account && envelope.Submitter != account) return false;
        if (Sender is { } sender && !FitsSender(sender, envelope)) return false;
        if (!SaysOfRecipients) return true;
        foreach (var progress in entry.Recipients)
            if (Means(entry, progress)) return true;
        return false;
    }

    /// <summary>Whether this recipient of a message that fits is meant.</summary>
    public bool Means(QueueEntry entry, RecipientProgress progress)
    {
        if (!SaysOfRecipients) return true;
        if (progress.IsOver) return false;
        var recipient = entry.Recipient(progress.Number);
        return (Domain is null || Same(Domain, recipient.Address.Domain))
            && (Recipient is null || Same(Recipient, recipient.Address.ToString()) || Same(Recipient, recipient.Original.ToString()))
            && (Reason is null || (progress.Reason is { } reason
                && (reason.Status.StartsWith(Reason, StringComparison.Ordinal) || reason.ToString().Contains(Reason, StringComparison.OrdinalIgnoreCase))));
    }

    private bool SaysOfRecipients => Recipient is not null || Domain is not null || Reason is not null;

    private static bool FitsSender(string sender, Envelope envelope) => sender switch
    {
        "<>" => envelope.ReversePath is null,
        ['@', .. var domain] => envelope.ReversePath is { } path && Same(domain, path.Domain),
        _ => envelope.ReversePath is { } path && Same(sender, path.ToString()),
    };

    // Local parts of other hosts may differ in case only (RFC 5321 §2.4); an operator who looks for one wants to see both.
    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}

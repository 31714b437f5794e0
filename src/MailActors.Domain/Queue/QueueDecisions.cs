namespace MailActors.Domain.Queue;

/// <summary>What an operator's command means for a partition.</summary>
public static class QueueDecisions
{
    private static readonly Reason Cancelled = new("5.7.0", "Cancelled by the administrator of this server.");

    /// <param name="filter">What it says of recipients is kept to where a part of a message can be meant.</param>
    /// <param name="now">Seconds since 1970 UTC.</param>
    /// <returns>Nothing when there is nothing to do.</returns>
    public static QueueDecision Decide(QueueEntry entry, QueueAction action, QueueFilter filter, long now)
    {
        var id = entry.Envelope.Id;
        return action switch
        {
            QueueAction.Hold or QueueAction.Release => new([], entry.Held == (action == QueueAction.Hold) ? null : new QueueChange.Held(id, action == QueueAction.Hold)),
            QueueAction.Retry => new([], new QueueChange.Retried(id, now)),
            QueueAction.Cancel => new([.. Meant(r => !r.IsOver).Select(number => new Settlement(id, new Outcome.Failed(number, Cancelled)))], null),
            _ => new([], Meant(_ => true) is { Length: var count } meant && count < entry.Recipients.Length
                ? new QueueChange.Cancelled(id) { Recipients = [.. meant] }
                : new QueueChange.Cancelled(id)),
        };

        int[] Meant(Func<RecipientProgress, bool> also) => [.. entry.Recipients.Where(r => also(r) && filter.Means(entry, r)).Select(r => r.Number)];
    }
}

public sealed record QueueDecision(IReadOnlyList<Settlement> Settled, QueueChange? Change)
{
    public bool IsEmpty => Settled.Count == 0 && Change is null;
}

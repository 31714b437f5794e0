namespace MailActors.Domain.Queue;

/// <summary>What an operator's command means for a partition.</summary>
public static class QueueDecisions
{
    private static readonly Reason Cancelled = new("5.7.0", "Cancelled by the administrator of this server.");

    /// <summary>Null when the partition has no such message.</summary>
    /// <param name="now">Seconds since 1970 UTC.</param>
    public static (IReadOnlyList<Settlement> Settled, QueueChange? Change)? Decide(QueueState state, QueueCommand command, long now) => command switch
    {
        QueueCommands.HoldMessage hold when state.Entries.ContainsKey(hold.Message) => ([], new QueueChange.Held(hold.Message, hold.Hold)),
        QueueCommands.RetryMessage retry when state.Entries.ContainsKey(retry.Message) => ([], new QueueChange.Retried(retry.Message, now)),
        QueueCommands.CancelMessage { Tell: false } cancel when state.Entries.ContainsKey(cancel.Message) => ([], new QueueChange.Cancelled(cancel.Message)),
        QueueCommands.CancelMessage cancel when state.Entries.TryGetValue(cancel.Message, out var entry) => (
            [.. entry.Recipients.Where(r => !r.IsOver).Select(r => new Settlement(cancel.Message, new Outcome.Failed(r.Number, Cancelled)))], null),
        _ => null,
    };
}

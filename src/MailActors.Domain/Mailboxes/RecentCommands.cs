using System.Collections.Immutable;

namespace MailActors.Domain.Mailboxes;

/// <summary>The commands done lately with what came of them. Its window is bounded by number and by time, deliveries apart from the rest,
/// so that a busy inbox does not make a session's command forgotten. It is part of the state and lives through restarts.</summary>
public sealed record RecentCommands
{
    public static readonly RecentCommands Empty = new();

    private ImmutableDictionary<CommandId, CommandOutcome> Known { get; init; } = ImmutableDictionary<CommandId, CommandOutcome>.Empty;

    private ImmutableQueue<Seen> DeliveryOrder { get; init; } = [];

    private ImmutableQueue<Seen> OtherOrder { get; init; } = [];

    private int DeliveryCount { get; init; }

    private int OtherCount { get; init; }

    private int Ranges { get; init; }

    /// <summary>Null for a command that is not known.</summary>
    public CommandOutcome? this[CommandId id] => Known.GetValueOrDefault(id);

    public IEnumerable<Seen> Deliveries => DeliveryOrder;

    public IEnumerable<(Seen Seen, CommandOutcome Outcome)> Others => OtherOrder.Select(s => (s, Known[s.Command]));

    public RecentCommands AddDelivery(CommandId id, long at)
    {
        if (Known.ContainsKey(id)) return this;
        var known = Known;
        var order = DeliveryOrder;
        var count = DeliveryCount;
        for (; count > 0 && (count >= MailboxLimits.RecentDeliveries || order.Peek().At < at - MailboxLimits.RecentDeliverySeconds); count--)
        {
            order = order.Dequeue(out var oldest);
            known = known.Remove(oldest.Command);
        }

        return this with
        {
            Known = known.Add(id, CommandOutcome.Done.Instance),
            DeliveryOrder = order.Enqueue(new(id, at)),
            DeliveryCount = count + 1,
        };
    }

    public RecentCommands Add(CommandId id, long at, CommandOutcome outcome)
    {
        if (Known.ContainsKey(id)) return this;
        var known = Known;
        var order = OtherOrder;
        var count = OtherCount;
        var ranges = Ranges + outcome.Ranges;
        for (; count > 0 && (count >= MailboxLimits.RecentCommands || ranges > MailboxLimits.RecentRanges
            || order.Peek().At < at - MailboxLimits.RecentCommandSeconds); count--)
        {
            order = order.Dequeue(out var oldest);
            ranges -= known[oldest.Command].Ranges;
            known = known.Remove(oldest.Command);
        }

        return this with
        {
            Known = known.Add(id, outcome), OtherOrder = order.Enqueue(new(id, at)), OtherCount = count + 1, Ranges = ranges,
        };
    }

    /// <param name="At">Seconds since 1970 UTC.</param>
    public readonly record struct Seen(CommandId Command, long At);
}

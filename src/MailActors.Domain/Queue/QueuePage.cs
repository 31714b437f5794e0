namespace MailActors.Domain.Queue;

/// <summary>Where a walk through the queue, oldest first, has come to.</summary>
/// <param name="ReceivedAt">Seconds since 1970 UTC.</param>
public readonly record struct QueuePosition(long ReceivedAt, QueueId Message) : IComparable<QueuePosition>
{
    public int CompareTo(QueuePosition other) => ReceivedAt != other.ReceivedAt
        ? ReceivedAt.CompareTo(other.ReceivedAt)
        : Message.Value.CompareTo(other.Message.Value);

    public static bool TryParse(string text, out QueuePosition position)
    {
        position = default;
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash < 1 || !long.TryParse(text[..dash], System.Globalization.NumberStyles.None, null, out var at) || !Guid.TryParseExact(text[(dash + 1)..], "N", out var id)) return false;
        position = new(at, new(id));
        return true;
    }

    public override string ToString() => $"{ReceivedAt}-{Message}";
}

/// <summary>One step of a walk through a partition. A step is bounded, so a partition of any size goes on with its work between two of them.</summary>
/// <param name="Fitting">Oldest first.</param>
/// <param name="Next">Where the next step begins; null when this was the last.</param>
public sealed record QueuePage(IReadOnlyList<QueueEntry> Fitting, QueuePosition? Next)
{
    /// <summary>Messages one step looks at.</summary>
    public const int Most = 2_000;

    /// <param name="limit">Messages that fit, at most; no more than <see cref="Most"/> are looked at.</param>
    public static QueuePage Of(QueueState state, QueueFilter filter, QueuePosition? after, int limit)
    {
        var ahead = Oldest(state.Entries.Positions, after);
        var fitting = new List<QueueEntry>();
        for (var i = 0; i < ahead.Count; i++)
        {
            if (fitting.Count == limit || i == Most) return new(fitting, ahead[i - 1]);
            if (state.Find(ahead[i].Message) is { } entry && filter.Fits(entry, state.IsHeld(entry))) fitting.Add(entry);
        }

        return new(fitting, null);
    }

    /// <summary>In order, one more than a step looks at: to know whether there is a next one, not more has to be sorted.</summary>
    private static List<QueuePosition> Oldest(IEnumerable<QueuePosition> positions, QueuePosition? after)
    {
        var oldest = new PriorityQueue<QueuePosition, QueuePosition>(Comparer<QueuePosition>.Create((a, b) => b.CompareTo(a)));
        foreach (var position in positions)
        {
            if (after is { } from && position.CompareTo(from) <= 0) continue;
            if (oldest.Count <= Most) oldest.Enqueue(position, position);
            else if (position.CompareTo(oldest.Peek()) < 0) oldest.DequeueEnqueue(position, position);
        }

        var sorted = oldest.UnorderedItems.Select(item => item.Element).ToList();
        sorted.Sort();
        return sorted;
    }
}

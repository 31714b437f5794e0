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
        var ahead = new List<QueuePosition>();
        foreach (var position in state.Positions)
            if (after is not { } from || position.CompareTo(from) > 0) ahead.Add(position);
        ahead.Sort();
        var fitting = new List<QueueEntry>();
        for (var i = 0; i < ahead.Count; i++)
        {
            if (fitting.Count == limit || i == Most) return new(fitting, ahead[i - 1]);
            if (state.Find(ahead[i].Message) is { } entry && filter.Fits(entry, state.IsHeld(entry))) fitting.Add(entry);
        }

        return new(fitting, null);
    }
}

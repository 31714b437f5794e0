namespace MailActors.Domain.Queue;

/// <summary>How much waits, by domain, reason and age.</summary>
public sealed class QueueCensus
{
    private static readonly (long Seconds, string Name)[] Ages =
        [(300, "up to 5 minutes"), (3_600, "up to 1 hour"), (14_400, "up to 4 hours"), (86_400, "up to 1 day"), (432_000, "up to 5 days"), (long.MaxValue, "older")];

    private const int LongestReason = 100;
    private readonly Dictionary<(CensusKind Kind, string Name), CensusLine> _lines = [];

    public IReadOnlyCollection<CensusLine> Lines => _lines.Values;

    /// <param name="now">Seconds since 1970 UTC.</param>
    public void Count(QueueEntry entry, bool held, QueueFilter filter, long now)
    {
        var seen = new HashSet<(CensusKind, string)>();
        var age = now - entry.Envelope.ReceivedAt;
        foreach (var progress in entry.Recipients)
        {
            if (!filter.Means(entry, progress)) continue;
            Add(CensusKind.Total, "");
            Add(CensusKind.Status, StatusOf(entry.Envelope, progress.Status, held, now));
            Add(CensusKind.Domain, entry.Recipient(progress.Number).Address.Domain);
            if (progress.Reason is { } reason) Add(CensusKind.Reason, Kind(reason));
            Add(CensusKind.Age, Ages.First(a => age <= a.Seconds).Name);
        }

        void Add(CensusKind kind, string name) => Merge(new(kind, name, seen.Add((kind, name)) ? 1 : 0, 1, entry.Envelope.ReceivedAt));
    }

    public void Add(IEnumerable<CensusLine> lines)
    {
        foreach (var line in lines) Merge(line);
    }

    /// <summary>The largest of a kind first, and what is behind the limit as one; ages by age.</summary>
    public IEnumerable<CensusLine> Top(CensusKind kind, int limit)
    {
        var all = _lines.Values.Where(l => l.Kind == kind);
        var sorted = kind == CensusKind.Age
            ? all.OrderBy(l => Array.FindIndex(Ages, a => a.Name == l.Name)).ToList()
            : all.OrderByDescending(l => l.Recipients).ThenBy(l => l.Name, StringComparer.Ordinal).ToList();
        foreach (var line in sorted.Take(limit)) yield return line;
        if (sorted.Count > limit)
            yield return sorted.Skip(limit).Aggregate(new CensusLine(kind, "(others)", 0, 0, long.MaxValue), (sum, line) => sum.Plus(line));
    }

    /// <param name="now">Seconds since 1970 UTC.</param>
    public static string StatusOf(Envelope envelope, RecipientStatus status, bool held, long now) =>
        held && status is not (RecipientStatus.Failed or RecipientStatus.Delivered) ? "held"
        : QueueEntry.IsFuture(envelope, status, now) ? "future"
        : status.ToString().ToLowerInvariant();

    private void Merge(CensusLine line)
    {
        var key = (line.Kind, line.Name);
        _lines[key] = _lines.TryGetValue(key, out var before) ? before.Plus(line) : line;
    }

    /// <summary>Replies name queue ids, times and addresses; without them those of one kind are the same.</summary>
    private static string Kind(Reason reason)
    {
        var words = reason.Text.Split(' ').Select(word => word.Any(char.IsAsciiDigit) || word.Contains('@', StringComparison.Ordinal) ? "…" : word);
        var text = $"{reason.Status} {string.Join(' ', words)}";
        return text.Length > LongestReason ? text[..LongestReason] : text;
    }
}

public enum CensusKind
{
    Total,
    Status,
    Domain,
    Reason,
    Age,
}

/// <param name="Oldest">When the oldest of them was received. Seconds since 1970 UTC.</param>
public sealed record CensusLine(CensusKind Kind, string Name, long Messages, long Recipients, long Oldest)
{
    internal CensusLine Plus(CensusLine other) =>
        this with { Messages = Messages + other.Messages, Recipients = Recipients + other.Recipients, Oldest = Math.Min(Oldest, other.Oldest) };
}

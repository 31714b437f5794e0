using MailActors.Actors.Delivery.Remote.Destinations;
using MailActors.Domain.Queue;
using MailActors.Protocol.Addresses;
using static MailActors.Actors.Delivery.Notices.Notices;

namespace MailActors.Actors.Queue;

/// <summary>Which senders have to be told of what, and when to look at a message again. All recipients of one message that can be told of at
/// one time go into one notice.</summary>
internal sealed class NoticeDesk(QueueSettings settings, DestinationRules rules)
{
    private static readonly Reason Late = new("4.4.7", "The time its sender set for its delivery is over.");
    private static readonly NoticeKind[] Kinds = [NoticeKind.Failure, NoticeKind.Success, NoticeKind.Delay];
    private static readonly TimeSpan LongestRetry = TimeSpan.FromHours(1);
    private readonly PriorityQueue<QueueId, long> _marks = new();
    private readonly HashSet<News> _underWay = [];
    private readonly Dictionary<News, (int Tries, long NotBefore)> _failed = [];

    /// <param name="Marked">Recipients with a reverse-path of their own (XVERP) are told of apart.</param>
    private readonly record struct News(QueueId Message, NoticeKind Kind, MailAddress? Marked);

    public long? Next => _marks.TryPeek(out _, out var at) ? at : null;

    public void Mark(QueueId message, long at) => _marks.Enqueue(message, at);

    public bool Take(long now, out QueueId message)
    {
        if (_marks.TryPeek(out message, out var at) && at <= now)
        {
            _marks.Dequeue();
            return true;
        }

        return false;
    }

    /// <summary>What is to be told of this message now.</summary>
    public IEnumerable<Tell> Of(QueueEntry entry, Dispatch dispatch, long now)
    {
        foreach (var kind in Kinds)
        {
            foreach (var group in ItemsOf(entry, kind, dispatch, now).GroupBy(item => entry.Envelope.MarkedSender(entry.Recipient(item.Recipient))))
            {
                if (Begin(new(entry.Envelope.Id, kind, group.Key), now)) yield return new(entry.Envelope, kind, [.. group]) { Marked = group.Key };
            }
        }
    }

    public void Told(Told told)
    {
        var news = new News(told.Message, told.Kind, told.Marked);
        _underWay.Remove(news);
        _failed.Remove(news);
    }

    public void NotTold(NotTold not, long now)
    {
        var news = new News(not.Message, not.Kind, not.Marked);
        if (!_underWay.Remove(news)) return;
        var tries = _failed.GetValueOrDefault(news).Tries;
        var wait = Math.Min(settings.NoticeRetry.TotalSeconds * Math.Pow(2, Math.Min(tries, 20)), LongestRetry.TotalSeconds);
        var at = now + (long)Math.Ceiling(wait);
        _failed[news] = (tries + 1, at);
        Mark(not.Message, at);
    }

    /// <summary>The notifier died: nobody knows what it had told. What was told is known by its id when it is told again.</summary>
    public IReadOnlyList<QueueId> TakeBack()
    {
        var lost = _underWay.Select(one => one.Message).Distinct().ToList();
        _underWay.Clear();
        return lost;
    }

    private bool Begin(News news, long now) => (!_failed.TryGetValue(news, out var failed) || failed.NotBefore <= now) && _underWay.Add(news);

    private List<NoticeItem> ItemsOf(QueueEntry entry, NoticeKind kind, Dispatch dispatch, long now)
    {
        var items = new List<NoticeItem>();
        foreach (var r in entry.Recipients)
        {
            if (kind == NoticeKind.Failure && r.Status == RecipientStatus.Failed) items.Add(new(r.Number, r.Reason, null, null));
            else if (kind == NoticeKind.Success && r.Status == RecipientStatus.Delivered) items.Add(new(r.Number, null, r.Relay, null));
            else if (kind == NoticeKind.Delay && DelayAt(entry, r) is { } at && at <= now && !dispatch.IsHanded(entry.Envelope.Id, r.Number))
                items.Add(new(r.Number, r.Reason ?? Late, null, entry.Envelope.Since + (long)TimesOf(entry, r).GiveUp.TotalSeconds));
        }

        return items;
    }

    /// <summary>When to tell that this recipient's mail is late; null when not. A time the sender set itself (RFC 2852 §4, mode N) goes before ours, and
    /// then it is late even if no try was made: it waits, or is held. One that was over when it came has been told of before.</summary>
    public long? DelayAt(QueueEntry entry, RecipientProgress r)
    {
        if (r.IsOver || r.DelayTold || !NoticeRules.OfDelay(entry.Envelope, entry.Recipient(r.Number))) return null;
        long? by = entry.Envelope.Handling.DeliverBy is { Return: false, At: var at } && at > entry.Envelope.Since ? at : null;
        if (r.Status != RecipientStatus.Deferred) return by;
        var after = TimesOf(entry, r).DelayNotice;
        long? ours = after > TimeSpan.Zero ? entry.Envelope.Since + (long)after.TotalSeconds : null;
        return by is { } set && !(ours < set) ? set : ours;
    }

    private (TimeSpan DelayNotice, TimeSpan GiveUp) TimesOf(QueueEntry entry, RecipientProgress r)
    {
        var recipient = entry.Recipient(r.Number);
        if (recipient.Account is not null) return (settings.DelayNoticeAfter, settings.GiveUpAfter);
        var terms = rules.For(recipient.Address.Domain);
        return (terms.DelayNoticeAfter, terms.Schedule.GiveUp);
    }
}

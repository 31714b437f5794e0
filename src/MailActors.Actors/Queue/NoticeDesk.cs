using System.Collections.Immutable;
using MailActors.Actors.Delivery.Remote.Destinations;
using MailActors.Domain.Queue;
using static MailActors.Actors.Delivery.Notices.Notices;

namespace MailActors.Actors.Queue;

/// <summary>Which senders have to be told of what, and when to look at a message again. All recipients of one message that can be told of at
/// one time go into one notice.</summary>
internal sealed class NoticeDesk(QueueSettings settings, DestinationRules rules)
{
    private static readonly TimeSpan LongestRetry = TimeSpan.FromHours(1);
    private readonly PriorityQueue<QueueId, long> _marks = new();
    private readonly HashSet<(QueueId, NoticeKind)> _underWay = [];
    private readonly Dictionary<(QueueId, NoticeKind), (int Tries, long NotBefore)> _failed = [];

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
        if (ItemsOf(entry, NoticeKind.Failure, dispatch, now) is { IsEmpty: false } failures && Begin(entry.Envelope.Id, NoticeKind.Failure, now))
            yield return new(entry.Envelope, NoticeKind.Failure, failures);
        if (ItemsOf(entry, NoticeKind.Success, dispatch, now) is { IsEmpty: false } successes && Begin(entry.Envelope.Id, NoticeKind.Success, now))
            yield return new(entry.Envelope, NoticeKind.Success, successes);
        if (ItemsOf(entry, NoticeKind.Delay, dispatch, now) is { IsEmpty: false } delays && Begin(entry.Envelope.Id, NoticeKind.Delay, now))
            yield return new(entry.Envelope, NoticeKind.Delay, delays);
    }

    public void Told(QueueId message, NoticeKind kind)
    {
        _underWay.Remove((message, kind));
        _failed.Remove((message, kind));
    }

    public void NotTold(QueueId message, NoticeKind kind, long now)
    {
        if (!_underWay.Remove((message, kind))) return;
        var tries = _failed.GetValueOrDefault((message, kind)).Tries;
        var wait = Math.Min(settings.NoticeRetry.TotalSeconds * Math.Pow(2, Math.Min(tries, 20)), LongestRetry.TotalSeconds);
        var at = now + (long)Math.Ceiling(wait);
        _failed[(message, kind)] = (tries + 1, at);
        Mark(message, at);
    }

    /// <summary>The notifier died: nobody knows what it had told. What was told is known by its id when it is told again.</summary>
    public IReadOnlyList<QueueId> TakeBack()
    {
        var lost = _underWay.Select(one => one.Item1).Distinct().ToList();
        _underWay.Clear();
        return lost;
    }

    private bool Begin(QueueId message, NoticeKind kind, long now) =>
        (!_failed.TryGetValue((message, kind), out var failed) || failed.NotBefore <= now) && _underWay.Add((message, kind));

    private ImmutableArray<NoticeItem> ItemsOf(QueueEntry entry, NoticeKind kind, Dispatch dispatch, long now)
    {
        var items = ImmutableArray.CreateBuilder<NoticeItem>();
        foreach (var r in entry.Recipients)
        {
            if (kind == NoticeKind.Failure && r.Status == RecipientStatus.Failed) items.Add(new(r.Number, r.Reason, null, null));
            else if (kind == NoticeKind.Success && r.Status == RecipientStatus.Delivered) items.Add(new(r.Number, null, r.Relay, null));
            else if (kind == NoticeKind.Delay && DelayAt(entry, r) is { } at && at <= now && !dispatch.IsHanded(entry.Envelope.Id, r.Number))
                items.Add(new(r.Number, r.Reason, null, entry.Envelope.Since + (long)TimesOf(entry, r).GiveUp.TotalSeconds));
        }

        return items.ToImmutable();
    }

    /// <summary>When to tell that this recipient's mail is late; null when not. A time the sender set itself (RFC 2852 §4, mode N) goes before ours.</summary>
    public long? DelayAt(QueueEntry entry, RecipientProgress r)
    {
        if (r.Status != RecipientStatus.Deferred || r.DelayTold || !NoticeRules.OfDelay(entry.Envelope, entry.Recipient(r.Number))) return null;
        var after = TimesOf(entry, r).DelayNotice;
        long? ours = after > TimeSpan.Zero ? entry.Envelope.Since + (long)after.TotalSeconds : null;
        return entry.Envelope.Handling.DeliverBy is { Return: false, At: var by } ? Math.Min(by, ours ?? by) : ours;
    }

    private (TimeSpan DelayNotice, TimeSpan GiveUp) TimesOf(QueueEntry entry, RecipientProgress r)
    {
        var recipient = entry.Recipient(r.Number);
        if (recipient.Account is not null) return (settings.DelayNoticeAfter, settings.GiveUpAfter);
        var terms = rules.For(recipient.Address.Domain);
        return (terms.DelayNoticeAfter, terms.Schedule.GiveUp);
    }
}

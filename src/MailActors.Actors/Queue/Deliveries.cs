using Akka.Actor;
using MailActors.Actors.Delivery;
using MailActors.Actors.Delivery.Notices;
using MailActors.Actors.Delivery.Remote;
using MailActors.Domain;
using MailActors.Domain.Queue;

namespace MailActors.Actors.Queue;

/// <summary>Hands what is due to those who deliver, and has senders told what became of their mail. The children of a partition are started, fed and
/// replaced here; what they answer comes back through <see cref="Written"/>, once it is durable.</summary>
internal sealed class Deliveries(QueueSettings settings, TimeProvider time, QueueChildren children, PendingWrite pending, IActorContext context, Func<QueueState> state)
{
    private readonly Dispatch _dispatch = new(settings);
    private readonly NoticeDesk _notices = new(settings, children.Rules);
    private IActorRef _local = ActorRefs.Nobody;
    private IActorRef? _remote;
    private IActorRef? _notifier;

    /// <summary>When to look again; null when nothing waits for time.</summary>
    public long? Next => _dispatch.Next is { } due && !(_notices.Next < due) ? due : _notices.Next;

    private long Now => time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>The partition has recovered.</summary>
    public void Begin()
    {
        _local = Start(children.Local)!;
        _remote = Start(children.Remote);
        _notifier = Start(children.Notifier);
        var positions = state().Positions.ToList();
        positions.Sort();
        foreach (var position in positions)
        {
            if (state().Find(position.Message) is not { } entry) continue;
            Schedule(entry);
            Review(entry, waited: true);
        }
    }

    /// <summary>The event is durable and applied.</summary>
    public void Written(QueueEvents.Batch batch, IReadOnlyList<QueueId> recalled)
    {
        foreach (var envelope in batch.Accepted)
            if (state().Find(envelope.Id) is { } entry) Schedule(entry);
        foreach (var settled in batch.Settled.GroupBy(s => s.Message)) Settled(settled.Key, settled);
        foreach (var change in batch.Changes) Changed(change);
        foreach (var message in recalled)
        {
            Withdraw(message);
            if (state().Find(message) is { } entry) Schedule(entry);
        }
    }

    public void StartDue()
    {
        var now = Now;
        while (_dispatch.TakeLocal(now, out var due))
            if (state().Find(due.Message) is { } entry && !state().IsHeld(entry)
                && entry.Progress(due.Recipient) is { IsOver: false } progress && entry.DueAt(progress) <= now) DeliverLocal(entry, progress);
        while (_dispatch.TakeParked(first: true, out var message, out var domain)) DeliverRemote(message, first: true, domain);
        while (_dispatch.TakeFresh(out var message)) DeliverRemote(message, first: true);
        while (_dispatch.TakeParked(first: false, out var message, out var domain)) DeliverRemote(message, first: false, domain);
        while (_dispatch.TakeLater(now, out var message)) DeliverRemote(message, first: false);
        while (_notices.Take(now, out var message))
            if (state().Find(message) is { } entry) Review(entry, waited: true);
    }

    public void Told(Notices.Told told) => _notices.Told(told);

    public void NotTold(Notices.NotTold not) => _notices.NotTold(not, Now);

    /// <summary>Nothing more is begun with other hosts. False: there is nobody who carries mail to them.</summary>
    public bool Drain()
    {
        _remote?.Tell(RemoteDelivery.Drain.Instance);
        return _remote is not null;
    }

    /// <summary>A crash of a child says nothing about the mail: all it had in hand is tried again.</summary>
    /// <returns>Whether it was the one that carries mail to other hosts: then nothing is under way to them any more.</returns>
    public bool ChildDied(IActorRef gone)
    {
        if (gone.Equals(_notifier))
        {
            _notifier = Start(children.Notifier);
            foreach (var message in _notices.TakeBack()) _notices.Mark(message, Now + (long)Math.Ceiling(settings.NoticeRetry.TotalSeconds));
            return false;
        }

        var local = gone.Equals(_local);
        if (local) _local = Start(children.Local)!;
        else _remote = Start(children.Remote);
        foreach (var message in _dispatch.TakeBack(local))
            if (state().Find(message) is { } entry) Schedule(entry);
        return !local;
    }

    private IActorRef? Start(Props? child) => child is null ? null : context.Watch(context.ActorOf(child));

    private void Settled(QueueId message, IEnumerable<Settlement> settled)
    {
        var putOff = new HashSet<int>();
        foreach (var (_, outcome) in settled)
        {
            _dispatch.Back(message, outcome.Recipient);
            if (outcome is Outcome.Deferred) putOff.Add(outcome.Recipient);
        }

        if (state().Find(message) is not { } entry) return;
        if (putOff.Count > 0 && !state().IsHeld(entry)) ScheduleAgain(entry, putOff);
        Review(entry, waited: false);
    }

    private void Changed(QueueChange change)
    {
        switch (change)
        {
            case QueueChange.Told told when state().Find(told.Message) is { } entry:
                Review(entry, waited: false);
                break;
            case QueueChange.Held { Hold: true, Message: var held }:
                Withdraw(held);
                break;
            case QueueChange.Held released when state().Find(released.Message) is { } entry:
                Schedule(entry);
                break;
            case QueueChange.Retried retried when state().Find(retried.Message) is { } entry:
                Schedule(entry);
                break;
            case QueueChange.SenderHeld sender:
                SenderHeld(sender.Account, sender.Hold);
                break;
        }
    }

    private void SenderHeld(AccountId account, bool hold)
    {
        if (hold)
        {
            foreach (var message in _dispatch.HandedMessages())
                if (state().Find(message)?.Envelope.Submitter == account) Withdraw(message);
            return;
        }

        foreach (var entry in state().All)
            if (entry.Envelope.Submitter == account) Schedule(entry);
    }

    private void Withdraw(QueueId message)
    {
        _remote?.Tell(new RemoteDelivery.Withdraw(message));
        _dispatch.Withdraw(message);
    }

    private void Schedule(QueueEntry entry)
    {
        var envelope = entry.Envelope;
        if (envelope.Handling.DeliverBy is { } by) _notices.Mark(envelope.Id, by.At);
        if (state().IsHeld(entry)) return;
        var now = Now;
        var fresh = false;
        long? later = null;
        foreach (var progress in entry.Recipients)
        {
            if (progress.IsOver) continue;
            var at = entry.DueAt(progress);
            if (entry.Recipient(progress.Number).Account is not null) ScheduleLocal(entry, progress, at, now);
            else if (progress.Status == RecipientStatus.Active && at <= now) fresh = true;
            else if (!(later < at)) later = at;
        }

        if (_remote is null) return;
        if (fresh) _dispatch.AddFresh(envelope);
        if (later is { } first) _dispatch.AwaitRemote(envelope.Id, first);
    }

    /// <param name="putOff">Numbers of recipients.</param>
    private void ScheduleAgain(QueueEntry entry, HashSet<int> putOff)
    {
        var now = Now;
        var remote = new HashSet<long>();
        foreach (var progress in entry.Recipients)
        {
            if (progress.IsOver || !putOff.Contains(progress.Number)) continue;
            var at = entry.DueAt(progress);
            if (entry.Recipient(progress.Number).Account is not null) ScheduleLocal(entry, progress, at, now);
            else if (remote.Add(at)) _dispatch.AwaitRemote(entry.Envelope.Id, at);
        }
    }

    private void ScheduleLocal(QueueEntry entry, RecipientProgress progress, long at, long now)
    {
        if (at <= now) DeliverLocal(entry, progress);
        else _dispatch.AwaitLocal(entry.Envelope.Id, progress.Number, at);
    }

    private void DeliverLocal(QueueEntry entry, RecipientProgress progress)
    {
        if (_dispatch.IsHanded(entry.Envelope.Id, progress.Number) || entry.IsLate(Now)) return;
        _dispatch.HandLocal(entry.Envelope.Id, progress.Number);
        _local.Tell(new LocalDelivery.Deliver(entry.Envelope, entry.Recipient(progress.Number), progress.Tries));
    }

    /// <summary>Hands on the recipients at other hosts that are due, those of one domain together.</summary>
    /// <param name="only">The one domain that is asked about; null: all.</param>
    private void DeliverRemote(QueueId message, bool first, string? only = null)
    {
        if (_remote is null || state().Find(message) is not { } entry || state().IsHeld(entry) || entry.IsLate(Now)) return;
        var now = Now;
        var due = entry.Recipients.Where(r => !r.IsOver && entry.DueAt(r) <= now
            && entry.Recipient(r.Number).Account is null && !_dispatch.IsHanded(message, r.Number));
        foreach (var domain in due.GroupBy(r => entry.Recipient(r.Number).Address.Domain, StringComparer.Ordinal).ToList())
        {
            if (only is not null && only != domain.Key) continue;
            if (!_dispatch.HasRoomFor(domain.Key, first))
            {
                _dispatch.Park(entry.Envelope, domain.Key, first);
                continue;
            }

            foreach (var r in domain) _dispatch.HandRemote(message, r.Number, domain.Key, first);
            _remote.Tell(new RemoteDelivery.Deliver(entry.Envelope, domain.Key, [.. domain.Select(r => r.Number)], domain.Max(r => r.Tries)));
        }
    }

    /// <summary>Has the sender told what is to be told now, or looks again when it will be.</summary>
    /// <param name="waited">False: other recipients under way are waited for, so that one notice can tell of all.</param>
    private void Review(QueueEntry entry, bool waited)
    {
        var (id, now) = (entry.Envelope.Id, Now);
        if (entry.IsLate(now))
            foreach (var r in entry.Recipients)
                if (!r.IsOver && !_dispatch.IsHanded(id, r.Number)) pending.Settle(id, new Outcome.Failed(r.Number, QueueEntry.TooLate));
        if (_notifier is null) return;
        if (!waited && _dispatch.AnyHanded(entry)) _notices.Mark(id, now + (long)settings.NoticeWait.TotalSeconds);
        else
            foreach (var tell in _notices.Of(entry, _dispatch, now)) _notifier.Tell(tell);
        long? next = null;
        foreach (var r in entry.Recipients)
            if (_notices.DelayAt(entry, r) is { } at && at > now && !(next < at)) next = at;
        if (next is { } mark) _notices.Mark(id, mark);
    }
}

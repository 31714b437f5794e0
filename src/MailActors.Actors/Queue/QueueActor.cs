using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using MailActors.Actors.Delivery;
using MailActors.Actors.Delivery.Notices;
using MailActors.Actors.Delivery.Remote;
using MailActors.Domain.Blobs;
using MailActors.Domain.Queue;
using static MailActors.Domain.Queue.QueueQueries;
using static MailActors.Domain.Queue.QueueReplies;
using Envelope = MailActors.Domain.Queue.Envelope;

namespace MailActors.Actors.Queue;

/// <summary>One partition of the queue: the shell around <see cref="QueueState"/>. What arrives while a write is under way waits and is the next
/// write; its children deliver what has been accepted, and tell senders what became of it.
///
/// Invariants
/// 1. <c>Accepted</c> is told after the event with the message is durable, never before.
/// 2. A settlement may lag: a mailbox knows the delivery's id and takes it once, so a lost settlement costs one more try.
/// 3. Every recipient is at any time either handed to a child, or waits for its time or for room, or is held, or is over and its sender is to be told.
/// 4. A recipient whose sender has to be told leaves the queue after that is durable, never before.</summary>
public sealed class QueueActor : UntypedPersistentActor, IWithTimers
{
    private readonly QueueSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly PendingWrite _pending;
    private readonly Dispatch _dispatch;
    private readonly NoticeDesk _notices;
    private readonly Crew _crew;
    private QueueState _state = QueueState.Empty;
    private int _writesSinceSnapshot;
    private bool _stopping;
    private bool _drained;

    public QueueActor(int partition, QueueSettings settings, TimeProvider time, QueueChildren children, string journal, string snapshots)
    {
        Partition = partition;
        PersistenceId = $"queue-{partition}";
        JournalPluginId = journal;
        SnapshotPluginId = snapshots;
        _settings = settings;
        _time = time;
        _crew = new(children, Context);
        _pending = new(settings.MaxBatch);
        _dispatch = new(settings);
        _notices = new(settings, children.Rules);
    }

    public int Partition { get; }

    public override string PersistenceId { get; }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>A child that crashed is stopped, not restarted: a restarted one would have forgotten what it had in hand, and nobody would know.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case SnapshotOffer { Snapshot: QueueRoot root }:
                _state = QueueState.From(root);
                break;
            case QueueEvents.Batch batch:
                _state = _state.Apply(batch);
                _writesSinceSnapshot++;
                break;
            case RecoveryCompleted:
                _crew.Start();
                ScheduleAll();
                break;
        }
    }

    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case QueueCommands.AcceptMessage accept:
                Accept(accept.Envelope);
                break;
            case QueueCommand command:
                Operate(command);
                break;
            case LocalDelivery.Finished finished:
                _pending.Settle(finished.Message, finished.Outcome);
                WriteSoon();
                break;
            case RemoteDelivery.Finished finished:
                foreach (var outcome in finished.Outcomes) _pending.Settle(finished.Message, outcome);
                WriteSoon();
                break;
            case Notices.Told told:
                _notices.Told(told.Message, told.Kind);
                _pending.Change(new QueueChange.Told(told.Message, told.Kind == Notices.NoticeKind.Delay, told.Recipients));
                WriteSoon();
                break;
            case Notices.NotTold not:
                _notices.NotTold(not.Message, not.Kind, Now);
                AwaitDue();
                break;
            case QueueSignals.SettleNow:
                Write();
                break;
            case QueueSignals.Due:
                StartDue();
                break;
            case WakePartition:
                Sender.Tell(new PartitionAwake(Partition));
                break;
            case ListQueue list:
                Sender.Tell(_state.Answer(list));
                break;
            case ShowMessage show:
                Sender.Tell(_state.Answer(show));
                break;
            case StopPartition:
                Drain();
                break;
            case RemoteDelivery.Drained or QueueSignals.DrainOver:
                StopWhenWritten(drained: true);
                break;
            case Terminated gone:
                ChildDied(gone.ActorRef);
                break;
            case SaveSnapshotSuccess saved:
                DeleteMessages(saved.Metadata.SequenceNr);
                DeleteSnapshots(new SnapshotSelectionCriteria(saved.Metadata.SequenceNr - 1));
                break;
            case SaveSnapshotFailure failed:
                _log.Warning(failed.Cause, "{0} could not save a snapshot; its events are safe, the next try comes later.", PersistenceId);
                break;
            case DeleteMessagesFailure or DeleteSnapshotsFailure:
                _log.Warning("{0} could not delete what its snapshot covers; it wastes room only.", PersistenceId);
                break;
            case DeleteMessagesSuccess or DeleteSnapshotsSuccess:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        // With a full disk it is known that nothing was written; otherwise senders ask again and get the right answer from the recovered partition.
        if (StorageException.IsFull(cause)) _pending.Refuse(QueueRejection.StorageFull);
        base.OnPersistFailure(cause, @event, sequenceNr);
    }

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        base.OnPersistRejected(cause, @event, sequenceNr);
        _pending.Refuse(QueueRejection.Unavailable);
        Context.Stop(Self);
    }

    private void Accept(Envelope envelope)
    {
        if (_state.Knows(envelope.Id)) Sender.Tell(new Accepted(envelope.Id));
        else if (_stopping || _state.Entries.Count + _pending.Messages >= _settings.MaxMessages)
            Sender.Tell(new Rejected(envelope.Id, QueueRejection.Overloaded));
        else
        {
            _pending.Arrive(envelope, Sender);
            Write();
        }
    }

    private void Operate(QueueCommand command)
    {
        if (QueueDecisions.Decide(_state, command, Now) is not { } decided)
        {
            Sender.Tell(new Operated(Found: false));
            return;
        }

        if (command is QueueCommands.CancelMessage cancel) _crew.Remote?.Tell(new RemoteDelivery.Withdraw(cancel.Message));
        foreach (var (message, outcome) in decided.Settled) _pending.Settle(message, outcome);
        if (decided.Change is { } change) _pending.Change(change);
        _pending.Ask(Sender);
        Write();
    }

    /// <summary>Writes all that waits as one event, unless a write is under way. When all that arrived is known, there is nothing to write.</summary>
    private void Write()
    {
        QueueEvents.Batch? batch = null;
        while (!_pending.IsUnderWay && !_pending.IsEmpty && (batch = _pending.Take(_state)) is null) _pending.Done();
        if (batch is not null) PersistAsync(batch, Written);
    }

    private void Written(QueueEvents.Batch batch)
    {
        _state = _state.Apply(batch);
        _pending.Done();
        foreach (var envelope in batch.Accepted)
            if (_state.Entries.TryGetValue(envelope.Id, out var entry)) Schedule(entry);
        foreach (var (message, outcome) in batch.Settled) Settled(message, outcome);
        foreach (var change in batch.Changes) Changed(change);
        StartDue();
        if (++_writesSinceSnapshot >= _settings.SnapshotEvery)
        {
            _writesSinceSnapshot = 0;
            SaveSnapshot(_state.ToRoot());
        }

        if (_pending.HasArrivals) Write();
        else WriteSoon();
        StopWhenWritten(_drained);
    }

    private void WriteSoon()
    {
        if (_pending.IsUnderWay || _pending.IsEmpty) return;
        if (_stopping || _pending.Settlements >= _settings.MaxBatch) Write();
        else if (!Timers.IsTimerActive(nameof(QueueSignals.SettleNow)))
            Timers.StartSingleTimer(nameof(QueueSignals.SettleNow), QueueSignals.SettleNow.Instance, _settings.SettleWithin);
    }

    /// <summary>What other hosts have in hand is finished and settled first: their answer would be lost, and the mail sent again.</summary>
    private void Drain()
    {
        _stopping = true;
        _crew.Remote?.Tell(RemoteDelivery.Drain.Instance);
        Timers.StartSingleTimer(nameof(QueueSignals.DrainOver), QueueSignals.DrainOver.Instance, _settings.DrainWithin);
        StopWhenWritten(drained: _crew.Remote is null);
    }

    private void StopWhenWritten(bool drained)
    {
        _drained |= drained;
        if (!_stopping) return;
        Write();
        if (_drained && !_pending.IsUnderWay) Context.Stop(Self);
    }

    private void Settled(QueueId message, Outcome outcome)
    {
        _dispatch.Back(message, outcome.Recipient);
        if (!_state.Entries.TryGetValue(message, out var entry)) return;
        if (outcome is Outcome.Deferred && entry.Progress(outcome.Recipient) is { IsOver: false } progress) ScheduleAgain(entry, progress);
        Review(entry, waited: false);
    }

    private void Changed(QueueChange change)
    {
        switch (change)
        {
            case QueueChange.Told told when _state.Entries.TryGetValue(told.Message, out var entry):
                Review(entry, waited: false);
                break;
            case QueueChange.Held { Hold: true, Message: var held }:
                _crew.Remote?.Tell(new RemoteDelivery.Withdraw(held));
                _dispatch.Withdraw(held);
                break;
            case QueueChange.Held released when _state.Entries.TryGetValue(released.Message, out var entry):
                Schedule(entry);
                break;
            case QueueChange.Cancelled cancelled:
                _dispatch.Withdraw(cancelled.Message);
                break;
            case QueueChange.Retried retried when _state.Entries.TryGetValue(retried.Message, out var entry):
                Schedule(entry);
                break;
        }
    }

    private long Now => _time.GetUtcNow().ToUnixTimeSeconds();

    private void ScheduleAll()
    {
        foreach (var entry in _state.Entries.Values.OrderBy(e => e.Envelope.ReceivedAt))
        {
            Schedule(entry);
            Review(entry, waited: true);
        }

        StartDue();
    }

    private void Schedule(QueueEntry entry)
    {
        var envelope = entry.Envelope;
        if (envelope.Handling.DeliverBy is { } by) _notices.Mark(envelope.Id, by.At);
        if (_state.IsHeld(entry)) return;
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

        if (_crew.Remote is null) return;
        if (fresh) _dispatch.AddFresh(envelope);
        if (later is { } time) _dispatch.AwaitRemote(envelope.Id, time);
    }

    /// <summary>A recipient that was put off.</summary>
    private void ScheduleAgain(QueueEntry entry, RecipientProgress progress)
    {
        if (_state.IsHeld(entry)) return;
        if (entry.Recipient(progress.Number).Account is not null) ScheduleLocal(entry, progress, entry.DueAt(progress), Now);
        else _dispatch.AwaitRemote(entry.Envelope.Id, entry.DueAt(progress));
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
        _crew.Local.Tell(new LocalDelivery.Deliver(entry.Envelope, entry.Recipient(progress.Number), progress.Tries));
    }

    /// <summary>Hands on the recipients at other hosts that are due, those of one domain together.</summary>
    private void DeliverRemote(QueueId message, bool first)
    {
        if (_crew.Remote is null || !_state.Entries.TryGetValue(message, out var entry) || _state.IsHeld(entry) || entry.IsLate(Now)) return;
        var now = Now;
        var due = entry.Recipients.Where(r => !r.IsOver && entry.DueAt(r) <= now
            && entry.Recipient(r.Number).Account is null && !_dispatch.IsHanded(message, r.Number));
        foreach (var domain in due.GroupBy(r => entry.Recipient(r.Number).Address.Domain, StringComparer.Ordinal).ToList())
        {
            foreach (var r in domain) _dispatch.HandRemote(message, r.Number, first);
            _crew.Remote.Tell(new RemoteDelivery.Deliver(entry.Envelope, domain.Key, [.. domain.Select(r => r.Number)], domain.Max(r => r.Tries)));
        }
    }

    private void StartDue()
    {
        if (_stopping) return;
        var now = Now;
        while (_dispatch.TakeLocal(now, out var due))
            if (_state.Entries.TryGetValue(due.Message, out var entry) && !_state.IsHeld(entry)
                && entry.Progress(due.Recipient) is { IsOver: false } progress && (progress.NextTry ?? 0) <= now) DeliverLocal(entry, progress);
        while (_dispatch.TakeFresh(out var message)) DeliverRemote(message, first: true);
        while (_dispatch.TakeLater(now, out var message)) DeliverRemote(message, first: false);
        while (_notices.Take(now, out var message))
            if (_state.Entries.TryGetValue(message, out var entry)) Review(entry, waited: true);
        AwaitDue();
    }

    private void AwaitDue()
    {
        var at = Math.Min(_dispatch.Next ?? long.MaxValue, _notices.Next ?? long.MaxValue);
        if (at == long.MaxValue) return;
        Timers.StartSingleTimer(nameof(QueueSignals.Due), QueueSignals.Due.Instance, TimeSpan.FromSeconds(Math.Clamp(at - Now, 1, 3600)));
    }

    /// <summary>Has the sender told what is to be told now, or looks again when it will be.</summary>
    /// <param name="waited">False: other recipients under way are waited for, so that one notice can tell of all.</param>
    private void Review(QueueEntry entry, bool waited)
    {
        var (id, now) = (entry.Envelope.Id, Now);
        if (entry.IsLate(Now))
            foreach (var r in entry.Recipients)
                if (!r.IsOver && !_dispatch.IsHanded(id, r.Number)) _pending.Settle(id, new Outcome.Failed(r.Number, new("5.4.7", "The time its sender set for its delivery is over.")));
        WriteSoon();
        if (_crew.Notifier is null) return;
        if (!waited && _dispatch.AnyHanded(entry)) _notices.Mark(id, now + (long)_settings.NoticeWait.TotalSeconds);
        else
            foreach (var tell in _notices.Of(entry, _dispatch, now)) _crew.Notifier.Tell(tell);
        long? next = null;
        foreach (var r in entry.Recipients)
            if (_notices.DelayAt(entry, r) is { } at && at > now && !(next < at)) next = at;
        if (next is { } mark) _notices.Mark(id, mark);
    }

    /// <summary>A crash of a child says nothing about the mail: all it had in hand is tried again.</summary>
    private void ChildDied(IActorRef gone)
    {
        _log.Warning("{0} lost a child; what was under way is tried again.", PersistenceId);
        var died = _crew.Replace(gone);
        if (died == Child.Notifier)
            foreach (var message in _notices.TakeBack()) _notices.Mark(message, Now + (long)Math.Ceiling(_settings.NoticeRetry.TotalSeconds));
        else
            foreach (var message in _dispatch.TakeBack(died == Child.Local))
                if (_state.Entries.TryGetValue(message, out var entry)) Schedule(entry);
        if (died == Child.Remote) StopWhenWritten(drained: true);
        StartDue();
    }
}

using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using MailActors.Actors.Delivery;
using MailActors.Domain.Blobs;
using MailActors.Domain.Queue;
using static MailActors.Domain.Queue.QueueQueries;
using static MailActors.Domain.Queue.QueueReplies;
using Envelope = MailActors.Domain.Queue.Envelope;

namespace MailActors.Actors.Queue;

/// <summary>One partition of the queue: the shell around <see cref="QueueState"/>. What arrives while a write is under way waits and is the next
/// write; its child delivers what has been accepted.
///
/// Invariants
/// 1. <c>Accepted</c> is told after the event with the message is durable, never before.
/// 2. A settlement may lag: a mailbox knows the delivery's id and takes it once, so a lost settlement costs one more try.
/// 3. Every recipient is at any time either under way at the child, or in the due heap, or waiting or failed.</summary>
public sealed class QueueActor : UntypedPersistentActor, IWithTimers
{
    private readonly QueueSettings _settings;
    private readonly TimeProvider _time;
    private readonly Func<QueueSettings, Props> _delivery;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly List<(Envelope Envelope, IActorRef Sender)> _arrived = [];
    private readonly List<Settlement> _outcomes = [];
    private readonly PriorityQueue<(QueueId Message, int Recipient), long> _due = new();
    private IActorRef _courier = ActorRefs.Nobody;
    private QueueState _state = QueueState.Empty;
    private List<(Envelope Envelope, IActorRef Sender)>? _writing;
    private int _writesSinceSnapshot;
    private bool _stopping;

    public QueueActor(int partition, QueueSettings settings, TimeProvider time, Func<QueueSettings, Props> delivery, string journal, string snapshots)
    {
        Partition = partition;
        PersistenceId = $"queue-{partition}";
        JournalPluginId = journal;
        SnapshotPluginId = snapshots;
        _settings = settings;
        _time = time;
        _delivery = delivery;
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
                StartCourier();
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
            case LocalDelivery.Finished finished:
                _outcomes.Add(new(finished.Message, finished.Outcome));
                if (_outcomes.Count >= _settings.MaxBatch) Write();
                else if (_writing is null && !Timers.IsTimerActive(nameof(QueueSignals.SettleNow)))
                    Timers.StartSingleTimer(nameof(QueueSignals.SettleNow), QueueSignals.SettleNow.Instance, _settings.SettleWithin);
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
                Sender.Tell(new QueueListing(
                    Partition, _state.Entries.Count,
                    [.. _state.Entries.Values.OrderBy(e => e.Envelope.ReceivedAt).Take(list.Limit).Select(e => e.Show())]));
                break;
            case ShowMessage show:
                Sender.Tell(new MessageShown(_state.Entries.GetValueOrDefault(show.Message)?.Show()));
                break;
            case StopPartition:
                _stopping = true;
                Write();
                if (_writing is null) Context.Stop(Self);
                break;
            case Terminated { ActorRef: var gone } when gone.Equals(_courier):
                CourierDied();
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
        if (StorageException.IsFull(cause)) Refuse(QueueRejection.StorageFull);
        base.OnPersistFailure(cause, @event, sequenceNr);
    }

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        base.OnPersistRejected(cause, @event, sequenceNr);
        Refuse(QueueRejection.Unavailable);
        Context.Stop(Self);
    }

    private void Accept(Envelope envelope)
    {
        if (_state.Knows(envelope.Id)) Sender.Tell(new Accepted(envelope.Id));
        else if (_stopping || _state.Entries.Count + _arrived.Count + (_writing?.Count ?? 0) >= _settings.MaxMessages)
            Sender.Tell(new Rejected(envelope.Id, QueueRejection.Overloaded));
        else
        {
            _arrived.Add((envelope, Sender));
            Write();
        }
    }

    /// <summary>Writes all that waits as one event, unless a write is under way.</summary>
    private void Write()
    {
        if (_writing is not null || _arrived.Count + _outcomes.Count == 0) return;
        var taken = Math.Min(_arrived.Count, _settings.MaxBatch);
        _writing = _arrived.GetRange(0, taken);
        _arrived.RemoveRange(0, taken);
        var accepted = _writing.Select(a => a.Envelope).Where(e => !_state.Knows(e.Id)).DistinctBy(e => e.Id).ToImmutableArray();
        var batch = new QueueEvents.Batch(accepted, [.. _outcomes]);
        _outcomes.Clear();
        PersistAsync(batch, Written);
    }

    private void Written(QueueEvents.Batch batch)
    {
        var answered = _writing ?? [];
        _writing = null;
        _state = _state.Apply(batch);
        foreach (var (envelope, sender) in answered) sender.Tell(new Accepted(envelope.Id));
        foreach (var envelope in batch.Accepted)
            if (_state.Entries.TryGetValue(envelope.Id, out var entry))
                foreach (var progress in entry.Recipients) Schedule(entry, progress);
        foreach (var (message, outcome) in batch.Settled)
            if (outcome is Outcome.Deferred && _state.Entries.TryGetValue(message, out var entry) && entry.Progress(outcome.Recipient) is { } progress)
                Schedule(entry, progress);
        if (++_writesSinceSnapshot >= _settings.SnapshotEvery)
        {
            _writesSinceSnapshot = 0;
            SaveSnapshot(_state.ToRoot());
        }

        if (_arrived.Count > 0 || _outcomes.Count >= _settings.MaxBatch) Write();
        else if (_outcomes.Count > 0) Timers.StartSingleTimer(nameof(QueueSignals.SettleNow), QueueSignals.SettleNow.Instance, _settings.SettleWithin);
        if (_stopping && _writing is null) Context.Stop(Self);
    }

    private void Refuse(QueueRejection reason)
    {
        foreach (var (envelope, sender) in _writing ?? []) sender.Tell(new Rejected(envelope.Id, reason));
        foreach (var (envelope, sender) in _arrived) sender.Tell(new Rejected(envelope.Id, reason));
        _arrived.Clear();
    }

    private void ScheduleAll()
    {
        foreach (var entry in _state.Entries.Values.OrderBy(e => e.Envelope.ReceivedAt))
            foreach (var progress in entry.Recipients) Schedule(entry, progress);
    }

    private void Schedule(QueueEntry entry, RecipientProgress progress)
    {
        switch (progress.Status)
        {
            case RecipientStatus.Active:
                Deliver(entry, progress);
                break;
            case RecipientStatus.Deferred:
                _due.Enqueue((entry.Envelope.Id, progress.Number), progress.NextTry ?? 0);
                AwaitDue();
                break;
        }
    }

    private void Deliver(QueueEntry entry, RecipientProgress progress) =>
        _courier.Tell(new LocalDelivery.Deliver(entry.Envelope, entry.Recipient(progress.Number), progress.Tries));

    private void StartDue()
    {
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        while (_due.TryPeek(out var next, out var at) && at <= now)
        {
            _due.Dequeue();
            if (_state.Entries.TryGetValue(next.Message, out var entry) && entry.Progress(next.Recipient) is { Status: RecipientStatus.Deferred } progress)
                Deliver(entry, progress);
        }

        AwaitDue();
    }

    private void AwaitDue()
    {
        if (!_due.TryPeek(out _, out var at)) return;
        var wait = TimeSpan.FromSeconds(Math.Clamp(at - _time.GetUtcNow().ToUnixTimeSeconds(), 1, 3600));
        Timers.StartSingleTimer(nameof(QueueSignals.Due), QueueSignals.Due.Instance, wait);
    }

    private void StartCourier() => _courier = Context.Watch(Context.ActorOf(_delivery(_settings)));

    /// <summary>A crash of the child says nothing about the mail: all it had in hand is tried again.</summary>
    private void CourierDied()
    {
        _log.Warning("{0} lost its delivery; what was under way is tried again.", PersistenceId);
        StartCourier();
        _due.Clear();
        ScheduleAll();
    }
}

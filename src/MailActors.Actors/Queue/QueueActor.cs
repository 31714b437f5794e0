using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using MailActors.Actors.Delivery;
using MailActors.Actors.Delivery.Notices;
using MailActors.Actors.Delivery.Remote;
using MailActors.Domain.Blobs;
using MailActors.Domain.Queue;
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
    private readonly Deliveries _deliveries;
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
        _pending = new(settings.MaxBatch);
        _deliveries = new(settings, time, children, _pending, Context, () => _state);
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
                _deliveries.Begin();
                StartDue();
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
            case QueueCommands.OperateMessage one:
                Operate(one);
                break;
            case QueueCommands.OperateMany many:
                Operate(many);
                break;
            case QueueCommands.HoldSender sender:
                _pending.Change(new QueueChange.SenderHeld(sender.Account, sender.Hold));
                _pending.Ask(Sender, new Operated(Found: true));
                Write();
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
                _deliveries.Told(told);
                _pending.Change(new QueueChange.Told(told.Message, told.Kind == Notices.NoticeKind.Delay, told.Recipients));
                WriteSoon();
                break;
            case Notices.NotTold not:
                _deliveries.NotTold(not);
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
            case QueueQuery query:
                Sender.Tell(QueueAnswers.Of(query, _state, Now));
                break;
            case StopPartition:
                Drain();
                break;
            case RemoteDelivery.Drained or QueueSignals.DrainOver:
                StopWhenWritten(drained: true);
                break;
            case Terminated gone:
                _log.Warning("{0} lost a child; what was under way is tried again.", PersistenceId);
                if (_deliveries.ChildDied(gone.ActorRef)) StopWhenWritten(drained: true);
                StartDue();
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
        else if (_stopping || _state.Count + _pending.Messages >= _settings.MaxMessages)
            Sender.Tell(new Rejected(envelope.Id, QueueRejection.Overloaded));
        else
        {
            _pending.Arrive(envelope, Sender);
            Write();
        }
    }

    private void Operate(QueueCommands.OperateMessage one)
    {
        if (_state.Find(one.Message) is not { } entry)
        {
            Sender.Tell(new Operated(Found: false));
            return;
        }

        Enlist(entry, one.Action, QueueFilter.All);
        _pending.Ask(Sender, new Operated(Found: true));
        Write();
    }

    private void Operate(QueueCommands.OperateMany many)
    {
        var page = QueuePage.Of(_state, many.Filter, many.After, _settings.MaxBatch);
        var done = page.Fitting.Count(entry => Enlist(entry, many.Action, many.Filter));
        _pending.Ask(Sender, new OperatedMany(done, page.Next));
        Write();
    }

    /// <summary>False: there is nothing to do.</summary>
    private bool Enlist(QueueEntry entry, QueueAction action, QueueFilter filter)
    {
        var decided = QueueDecisions.Decide(entry, action, filter, Now);
        foreach (var (message, outcome) in decided.Settled) _pending.Settle(message, outcome);
        if (decided.Change is { } change) _pending.Change(change);
        if (action is QueueAction.Cancel or QueueAction.Discard) _pending.Recall(entry.Envelope.Id);
        return !decided.IsEmpty;
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
        _deliveries.Written(batch, _pending.Recalled);
        _deliveries.StartDue();
        AwaitDue();
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
        Timers.StartSingleTimer(nameof(QueueSignals.DrainOver), QueueSignals.DrainOver.Instance, _settings.DrainWithin);
        StopWhenWritten(drained: !_deliveries.Drain());
    }

    private void StopWhenWritten(bool drained)
    {
        _drained |= drained;
        if (!_stopping) return;
        Write();
        if (_drained && !_pending.IsUnderWay) Context.Stop(Self);
    }

    private long Now => _time.GetUtcNow().ToUnixTimeSeconds();

    private void StartDue()
    {
        _deliveries.StartDue();
        WriteSoon();
        AwaitDue();
    }

    private void AwaitDue()
    {
        if (_deliveries.Next is { } at)
            Timers.StartSingleTimer(nameof(QueueSignals.Due), QueueSignals.Due.Instance, TimeSpan.FromSeconds(Math.Clamp(at - Now, 1, 3600)));
    }
}

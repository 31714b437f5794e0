using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using MailActors.Domain;
using MailActors.Domain.Blobs;
using MailActors.Domain.Mailboxes;

namespace MailActors.Actors.Mailboxes;

/// <summary>One user's mailbox: the shell around <see cref="MailboxState"/>. It decides commands, makes their events durable in batches and
/// then answers; while a batch is being written, the commands that arrive wait and are the next batch. When a write fails it stops, and the
/// next command wakes it from what is on disk.
///
/// Invariants
/// 1. Nobody is told of an event before it is durable.
/// 2. At most one batch is being written; <c>_state</c> is always what is on disk.
/// 3. Chunks are loaded and saved by other threads; their results come as messages and are taken in only between two batches.</summary>
public sealed class MailboxActor : UntypedPersistentActor, IWithTimers
{
    private readonly MailboxSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Queue<Waiting> _waiting = new();
    private readonly List<Waiting> _signals = [];
    private readonly FolderLoads _loads;
    private readonly MailboxSnapshots _snapshots;
    private readonly MailboxWatchers _watchers;
    private MailboxState _state;
    private CommandBatch? _batch;
    private bool _stopping;

    public MailboxActor(AccountId account, IChunkStore chunks, MailboxSettings settings, TimeProvider time, string journal, string snapshots)
    {
        PersistenceId = PersistenceIdOf(account);
        JournalPluginId = journal;
        SnapshotPluginId = snapshots;
        _settings = settings;
        _time = time;
        _state = new(account);
        _loads = new(account, chunks, settings, time);
        _snapshots = new(account, chunks, settings, time);
        _watchers = new(settings, time);
    }

    public override string PersistenceId { get; }

    public ITimerScheduler Timers { get; set; } = null!;

    public static string PersistenceIdOf(AccountId account) => $"mailbox-{account}";

    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case SnapshotOffer { Snapshot: MailboxRoot root }:
                _state = root.ToState();
                _snapshots.Recovered(root);
                break;
            case MailboxEvent e:
                _state = _state.Apply(e, LastSequenceNr);
                break;
            case RecoveryCompleted:
                Timers.StartPeriodicTimer(nameof(MailboxSignals.Tick), MailboxSignals.Tick.Instance, _settings.StorageTimeout);
                break;
        }
    }

    protected override void OnCommand(object message)
    {
        var waiting = new Waiting(message, Sender);
        switch (message)
        {
            case MailboxCommand or MailboxQuery or MailboxSessions.Watch when _waiting.Count + _loads.Blocked >= _settings.MaxWaiting:
                Sender.Tell(new MailboxReplies.Rejected(MailboxRejection.Unavailable));
                break;
            case MailboxSignals.ChunksLoaded or MailboxSignals.LoadFailed or MailboxSignals.ChunksSaved when _batch is not null:
                _signals.Add(waiting);
                break;
            default:
                Handle(waiting);
                break;
        }

        Continue();
    }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        // Unless the disk is full nobody knows whether the event is there: who waits asks the recovered mailbox again and gets the right answer.
        if (StorageException.IsFull(cause)) _batch?.Refuse(MailboxRejection.StorageFull, Self);
        base.OnPersistFailure(cause, @event, sequenceNr);
    }

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        base.OnPersistRejected(cause, @event, sequenceNr);
        _batch?.Refuse(StorageException.IsFull(cause) ? MailboxRejection.StorageFull : MailboxRejection.Unavailable, Self);
        _batch = null;

        // A rejected event has used up its sequence number; only a fresh start takes it back and leaves no gap in the journal.
        Context.Stop(Self);
    }

    private void Handle(Waiting waiting)
    {
        switch (waiting.Message)
        {
            case MailboxCommand:
                _waiting.Enqueue(waiting);
                break;
            case MailboxQueries.ViewMailbox:
                waiting.Sender.Tell(_state.Removed ? new MailboxReplies.Rejected(MailboxRejection.Removed) : _state.View());
                break;
            case MailboxQueries.ReadFolder read:
                Read(read, waiting);
                break;
            case MailboxSessions.Watch { Folder: { } folder } when FolderLoads.IsNeeded(_state, folder):
                _loads.Block(waiting, folder);
                break;
            case MailboxSignals.ChunksLoaded loaded:
                Loaded(loaded);
                break;
            case MailboxSignals.LoadFailed failed:
                Refuse(failed.Folder, failed.Cause);
                break;
            case MailboxSignals.Tick:
                Tick();
                break;
            case StopMailbox:
                _stopping = true;
                break;
            default:
                if (!_watchers.Handle(waiting, _state, Context) && !HandleSnapshot(waiting.Message)) Unhandled(waiting.Message);
                break;
        }
    }

    private bool HandleSnapshot(object message)
    {
        switch (message)
        {
            case MailboxSignals.ChunksSaved saved:
                _state = _state.Name(saved.Checkpoint.Keys);
                var root = _snapshots.ChunksSaved(saved.Checkpoint);

                // Not SaveSnapshot: the mailbox may have gone on since, and the root is of the moment its checkpoint was made.
                SnapshotStore.Tell(new SaveSnapshot(new(PersistenceId, root.ModSeq, _time.GetUtcNow().UtcDateTime), root), Self);
                return true;
            case SaveSnapshotSuccess saved:
                _snapshots.RootSaved(saved.Metadata.SequenceNr);
                return true;
            case MailboxSignals.SaveFailed failed:
                return SnapshotFailed(failed.Cause);
            case SaveSnapshotFailure failed:
                return SnapshotFailed(failed.Cause);
            case MailboxSignals.DeleteFailed failed:
                _log.Warning(failed.Cause, "{0} could not delete chunks it no longer needs; they waste room only.", PersistenceId);
                return true;
            case DeleteSnapshotsFailure failed:
                _log.Warning(failed.Cause, "{0} could not delete old snapshots; they waste room only.", PersistenceId);
                return true;
            case MailboxSignals.TakeSnapshot:
                _snapshots.TakeUp();
                return true;
            default:
                return message is MailboxSignals.Deleted or DeleteSnapshotsSuccess;
        }
    }

    private bool SnapshotFailed(Exception cause)
    {
        _log.Warning(cause, "{0} could not save a snapshot; its events are safe, the next try comes later.", PersistenceId);
        _snapshots.Failed();
        return true;
    }

    /// <summary>Does what can be done now: after every message, as long as no batch is being written.</summary>
    private void Continue()
    {
        while (_batch is null)
        {
            foreach (var signal in _signals.ToArray()) Handle(signal);
            _signals.Clear();
            Commit();
            if (_batch is not null) break;
            foreach (var ready in _loads.Start(_state, Self)) Handle(ready);
            if (_waiting.Count == 0) break;
        }

        if (_batch is null && _snapshots.IsDue(_state, _stopping)) TakeSnapshot();
        if (_stopping && _batch is null && _loads.Blocked == 0 && !_snapshots.IsBusy) Context.Stop(Self);
    }

    private void Commit()
    {
        while (_batch is null && _waiting.Count > 0)
        {
            var batch = new CommandBatch(_state, _time.GetUtcNow());
            while (batch.Events.Count < _settings.MaxBatch && _waiting.TryDequeue(out var next))
                if (batch.Add((MailboxCommand)next.Message, next.Sender) is { } needs) _loads.Block(next, needs.Folders[0]);
            if (batch.Events.Count == 0)
            {
                batch.Reply(Self);
                continue;
            }

            _batch = batch;
            batch.Unconfirmed = batch.Events.Count;
            PersistAllAsync(batch.Events, Written);
        }
    }

    private void Written(MailboxEvent _)
    {
        if (_batch is not { } batch || --batch.Unconfirmed > 0) return;
        if (LastSequenceNr != batch.State.ModSeq)
            throw new InvalidOperationException($"{PersistenceId} wrote up to {LastSequenceNr} and not {batch.State.ModSeq}.");
        _state = batch.State;
        _batch = null;
        batch.Reply(Self);
        _watchers.Push(_state, Self);
        if (_state.Removed) _watchers.EndAll("The account was removed.", Self);
        if (_snapshots.TakeGarbage() is { } garbage)
        {
            DeleteSnapshots(new(garbage.Roots));
            _snapshots.Delete(garbage, Self);
        }

        Continue();
    }

    private void Read(MailboxQueries.ReadFolder read, Waiting waiting)
    {
        if (_state.Removed) waiting.Sender.Tell(new MailboxReplies.Rejected(MailboxRejection.Removed));
        else if (_state.Find(read.Name) is not { } folder) waiting.Sender.Tell(new MailboxReplies.Rejected(MailboxRejection.NoSuchFolder));
        else if (!folder.Messages.IsLoaded) _loads.Block(waiting, folder.Info.Id);
        else waiting.Sender.Tell(new MailboxReplies.FolderView(_state.Snapshot(folder.Info.Id)));
    }

    private void Loaded(MailboxSignals.ChunksLoaded loaded)
    {
        if (_state.Load(loaded.Folder, loaded.Chunks) is not { } state)
        {
            Refuse(loaded.Folder, new StorageException(StorageFault.Damaged, "A chunk is missing or damaged."));
            return;
        }

        _state = state;
        foreach (var ready in _loads.Release(loaded.Folder)) Handle(ready);
    }

    private void Refuse(int folder, Exception cause)
    {
        _log.Error(cause, "{0} could not load folder {1}.", PersistenceId, folder);
        foreach (var waiting in _loads.Release(folder)) waiting.Sender.Tell(new MailboxReplies.Rejected(MailboxRejection.Unavailable));
    }

    private void TakeSnapshot()
    {
        if (_state.FoldersToSettle() is not [var folder, ..])
        {
            _snapshots.Begin(_state, Self);
            return;
        }

        // Changes replayed on a folder nobody has opened since: its chunks come first, then the snapshot is due again.
        _snapshots.PutOff(_state);
        _loads.Block(new(MailboxSignals.TakeSnapshot.Instance, ActorRefs.Nobody), folder);
        _loads.Start(_state, Self);
    }

    private void Tick()
    {
        _watchers.Expire();
        if (_batch is { } batch && _time.GetUtcNow() - batch.Started > _settings.StorageTimeout)
            throw new TimeoutException($"The journal did not answer {PersistenceId} in {_settings.StorageTimeout}.");
    }
}

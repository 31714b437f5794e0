using Akka.Actor;
using MailActors.Domain;
using MailActors.Domain.Mailboxes;

namespace MailActors.Actors.Mailboxes;

/// <summary>When and how a mailbox takes snapshots: chunks first, then the root that names them. The last two roots are kept with all their
/// chunks. What older roots alone named is deleted only after a later event of this mailbox was written: a second living copy of it would
/// have been stopped by that write.</summary>
internal sealed class MailboxSnapshots(AccountId account, IChunkStore store, MailboxSettings settings, TimeProvider time)
{
    private MailboxRoot? _root;
    private MailboxRoot? _writing;
    private ChunkKey[] _undeleted = [];
    private Garbage? _garbage;
    private bool _saving;
    private long _tried;

    public bool IsBusy => _saving || _writing is not null;

    public void Recovered(MailboxRoot root)
    {
        _root = root;
        _undeleted = [.. root.Superseded];
    }

    public bool IsDue(MailboxState state, bool stopping)
    {
        var since = state.ModSeq - Math.Max(_root?.ModSeq ?? 0, _tried);
        return !IsBusy && since >= (stopping ? settings.SnapshotOnStop : settings.SnapshotEvery);
    }

    /// <summary>No try before more has happened, or <see cref="TakeUp"/>.</summary>
    public void PutOff(MailboxState state) => _tried = state.ModSeq;

    public void TakeUp() => _tried = 0;

    /// <summary>Makes the chunks durable that are not; the answer is <see cref="MailboxSignals.ChunksSaved"/> or <see cref="MailboxSignals.SaveFailed"/>.</summary>
    public void Begin(MailboxState state, IActorRef mailbox)
    {
        _saving = true;
        PutOff(state);
        var checkpoint = new Checkpoint(state);
        checkpoint.Save(store, account, settings.StorageTimeout, time).PipeTo(
            mailbox, success: () => new MailboxSignals.ChunksSaved(checkpoint), failure: cause => new MailboxSignals.SaveFailed(cause));
    }

    /// <summary>The chunks are durable: the root that may now be written.</summary>
    public MailboxRoot ChunksSaved(Checkpoint checkpoint)
    {
        _saving = false;
        _writing = checkpoint.Root(_root, _undeleted);
        return _writing;
    }

    public void Failed()
    {
        _saving = false;
        _writing = null;
    }

    /// <summary>The root is durable.</summary>
    public void RootSaved(long sequenceNr)
    {
        if (_writing is not { } saved || saved.ModSeq != sequenceNr) return;
        _garbage = _root is null ? null : new(_root.ModSeq - 1, _undeleted);
        _undeleted = [.. saved.Superseded.Except(_undeleted)];
        _root = saved;
        _writing = null;
    }

    /// <summary>What may go now that an event has been written after the last root; null when there is nothing.</summary>
    public Garbage? TakeGarbage()
    {
        var garbage = _garbage;
        _garbage = null;
        return garbage;
    }

    public void Delete(Garbage garbage, IActorRef mailbox)
    {
        if (garbage.Chunks.Count == 0) return;
        Task.Run(() => store.Delete(account, garbage.Chunks, CancellationToken.None)).PipeTo(
            mailbox, success: () => MailboxSignals.Deleted.Instance, failure: cause => new MailboxSignals.DeleteFailed(cause));
    }
}

/// <param name="Roots">Snapshots up to this sequence number.</param>
/// <param name="Chunks">Named by none of the roots that are kept.</param>
internal sealed record Garbage(long Roots, IReadOnlyList<ChunkKey> Chunks);

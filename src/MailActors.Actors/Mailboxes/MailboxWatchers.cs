using Akka.Actor;
using MailActors.Domain.Mailboxes;
using static MailActors.Domain.Mailboxes.MailboxSessions;

namespace MailActors.Actors.Mailboxes;

/// <summary>Answers the sessions of a mailbox and tells them what changed.</summary>
internal sealed class MailboxWatchers(MailboxSettings settings, TimeProvider time)
{
    private readonly SessionTable _table = new(settings);

    /// <summary>False when the message is none of theirs.</summary>
    public bool Handle(Waiting waiting, MailboxState state, IActorContext context)
    {
        switch (waiting.Message)
        {
            case AttachSession attach:
                Attach(attach.Attach, attach.Session, waiting.Sender, state, context);
                return true;
            case Attach attach:
                Attach(attach, waiting.Sender, waiting.Sender, state, context);
                return true;
            case Detach detach:
                if (_table.Detach(detach.Session) is { } gone) context.Unwatch(gone.Actor);
                return true;
            case Watch watch:
                _table[watch.Session]?.Watch(watch.Folder);
                Push(state, context.Self);
                return true;
            case Seen seen:
                _table[seen.Session]?.Seen();
                Push(state, context.Self);
                return true;
            case Kick kick:
                foreach (var session in _table.All.Where(s => kick.Session is null || s.Info.Id == kick.Session))
                    session.Actor.Tell(new End("Ended by the operator."), context.Self);
                waiting.Sender.Tell(MailboxReplies.Done.Instance);
                return true;
            case ListSessions:
                waiting.Sender.Tell(new SessionList([.. _table.All.Select(s => s.Info)]));
                return true;
            case Terminated dead:
                _table.Remove(dead.ActorRef);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Tells every session whose folder is not what it was told last. Those that have not seen the last one yet get it when they have.</summary>
    public void Push(MailboxState state, IActorRef mailbox)
    {
        if (_table.All.Count == 0) return;
        var made = new Dictionary<int, FolderSnapshot>();
        foreach (var session in _table.All) session.Tell(state, SnapshotOf, mailbox);
        return;

        FolderSnapshot SnapshotOf(int folder) =>
            made.TryGetValue(folder, out var snapshot) ? snapshot : made[folder] = state.Snapshot(folder);
    }

    public void EndAll(string reason, IActorRef mailbox)
    {
        foreach (var session in _table.All) session.Actor.Tell(new End(reason), mailbox);
    }

    public void Expire() => _table.Expire(time.GetUtcNow());

    public bool Watches(int folder) => _table.Watches(folder);

    private void Attach(Attach attach, IActorRef session, IActorRef asker, MailboxState state, IActorContext context)
    {
        var refused = state.Removed ? MailboxRejection.Removed : _table.Attach(attach.Session, session, time.GetUtcNow());
        if (refused is { } reason)
        {
            asker.Tell(new MailboxReplies.Rejected(reason));
            return;
        }

        // A session on this node is missed at once when it dies; one on another node when it does not renew: a node with ten thousand
        // sessions must not exchange ten thousand system messages with each other node.
        if (session is IActorRefScope { IsLocal: true }) context.Watch(session);
        asker.Tell(MailboxReplies.Done.Instance);
    }
}

using Akka.Actor;
using MailActors.Domain.Mailboxes;

namespace MailActors.Actors.Mailboxes;

/// <summary>The sessions that have one mailbox open, on whatever node. Kept in memory only: after a restart of the mailbox they come back
/// with their next renewal.</summary>
internal sealed class SessionTable(MailboxSettings settings)
{
    private readonly Dictionary<Guid, MailboxSession> _sessions = [];

    public IReadOnlyCollection<MailboxSession> All => _sessions.Values;

    public MailboxSession? this[Guid id] => _sessions.GetValueOrDefault(id);

    /// <summary>Adds the session or renews it. A refusal leaves the table as it was.</summary>
    public MailboxRejection? Attach(SessionInfo info, IActorRef actor, DateTimeOffset now)
    {
        if (_sessions.TryGetValue(info.Id, out var known))
        {
            known.Actor = actor;
            known.Renewed = now;
            return null;
        }

        // RFC 1939 §8: the maildrop is locked for one session.
        if (info.Protocol == "pop3" && _sessions.Values.Any(s => s.Info.Protocol == "pop3")) return MailboxRejection.InUse;
        if (_sessions.Count >= settings.MaxSessions || _sessions.Values.Count(s => s.Info.Remote == info.Remote) >= settings.MaxSessionsPerAddress)
            return MailboxRejection.TooManySessions;
        _sessions.Add(info.Id, new(info, actor) { Renewed = now });
        return null;
    }

    public MailboxSession? Detach(Guid id) => _sessions.Remove(id, out var session) ? session : null;

    /// <summary>Takes out the sessions of an actor that died.</summary>
    public void Remove(IActorRef actor)
    {
        foreach (var (id, session) in _sessions.ToArray())
            if (session.Actor.Equals(actor)) _sessions.Remove(id);
    }

    /// <summary>Takes out the sessions that did not renew in time.</summary>
    public void Expire(DateTimeOffset now)
    {
        foreach (var (id, session) in _sessions.ToArray())
            if (now - session.Renewed > settings.SessionExpiry) _sessions.Remove(id);
    }

    public bool Watches(int folder) => _sessions.Values.Any(s => s.Folder == folder);
}

/// <summary>One session and what it was told last.</summary>
internal sealed class MailboxSession(SessionInfo info, IActorRef actor)
{
    private FolderInfo? _told;
    private bool _unseen;

    public SessionInfo Info { get; } = info;

    public IActorRef Actor { get; set; } = actor;

    public DateTimeOffset Renewed { get; set; }

    /// <summary>The folder it watches.</summary>
    public int? Folder { get; private set; }

    /// <summary>Asking again for the same folder also takes back the wait for a <see cref="MailboxSessions.Seen"/> that may have been lost.</summary>
    public void Watch(int? folder)
    {
        if (Folder != folder) _told = null;
        Folder = folder;
        _unseen = false;
    }

    public void Seen() => _unseen = false;

    /// <summary>Tells the session if the folder is not what it was told last and it has seen that.</summary>
    /// <param name="snapshot">Made only when needed, once for all watchers of a folder.</param>
    public void Tell(MailboxState state, Func<int, FolderSnapshot> snapshot, IActorRef mailbox)
    {
        if (Folder is not { } id) return;
        if (!state.Folders.TryGetValue(id, out var folder))
        {
            Watch(null);
            Actor.Tell(new MailboxSessions.FolderGone(id), mailbox);
            return;
        }

        if (_unseen || IsTold(folder.Info)) return;
        _told = folder.Info;
        _unseen = true;
        Actor.Tell(new MailboxSessions.FolderChanged(snapshot(id)), mailbox);
    }

    /// <summary>That some session took what was recent is news to none.</summary>
    private bool IsTold(FolderInfo now) => ReferenceEquals(now, _told)
        || (_told is { } told && told.FirstRecent != now.FirstRecent && told with { FirstRecent = now.FirstRecent, Recent = now.Recent } == now);
}

using Akka.Actor;
using MailActors.Actors.Mailboxes;
using MailActors.Domain;
using MailActors.Domain.Mailboxes;

namespace MailActors.Actors.Tests.Imap.Running;

/// <summary>Mailboxes that decide as the real ones do and keep nothing: pushes leave before the reply that goes with them.</summary>
internal sealed class MemoryMailboxes(TimeProvider time) : IMailboxes
{
    private readonly Lock _lock = new();
    private readonly Dictionary<AccountId, Mailbox> _mailboxes = [];

    /// <summary>Answers with this instead of doing anything.</summary>
    public MailboxRejection? Refuse { get; set; }

    public int Attached(AccountId account)
    {
        lock (_lock) return Of(account).Sessions.Count;
    }

    public MailboxState State(AccountId account)
    {
        lock (_lock) return Of(account).State;
    }

    public Task<MailboxReply> Ask(IWithAccountId message, IActorRef? sender = null, CancellationToken cancel = default)
    {
        lock (_lock)
        {
            if (Refuse is { } reason) return Task.FromResult<MailboxReply>(new MailboxReplies.Rejected(reason));
            var mailbox = Of(message.Account);
            return Task.FromResult(message switch
            {
                MailboxCommand command => Do(mailbox, command),
                MailboxQueries.ViewMailbox => mailbox.State.View(),
                MailboxQueries.ReadFolder read => mailbox.State.Find(read.Name) is { } folder
                    ? new MailboxReplies.FolderView(mailbox.State.Snapshot(folder.Info.Id))
                    : new MailboxReplies.Rejected(MailboxRejection.NoSuchFolder),
                MailboxSessions.Attach attach => Attach(mailbox, attach, sender!),
                _ => throw new ArgumentOutOfRangeException(nameof(message)),
            });
        }
    }

    public void Tell(IWithAccountId message, IActorRef sender)
    {
        lock (_lock)
        {
            var mailbox = Of(message.Account);
            switch (message)
            {
                case MailboxSessions.Watch watch when mailbox.Sessions.TryGetValue(watch.Session, out var session):
                    session.Folder = watch.Folder;
                    if (watch.Folder is { } folder) session.Ref.Tell(new MailboxSessions.FolderChanged(mailbox.State.Snapshot(folder)));
                    break;
                case MailboxSessions.Attach attach:
                    Attach(mailbox, attach, sender);
                    break;
                case MailboxSessions.Detach detach:
                    mailbox.Sessions.Remove(detach.Session);
                    break;
            }
        }
    }

    /// <summary>To every session of the account.</summary>
    public void TellAll(AccountId account, object message)
    {
        lock (_lock)
            foreach (var session in Of(account).Sessions.Values) session.Ref.Tell(message);
    }

    private static MailboxReplies.Done Attach(Mailbox mailbox, MailboxSessions.Attach attach, IActorRef sender)
    {
        mailbox.Sessions.TryAdd(attach.Session.Id, new(sender));
        return MailboxReplies.Done.Instance;
    }

    private MailboxReply Do(Mailbox mailbox, MailboxCommand command)
    {
        var before = mailbox.State;
        switch (before.Decide(command, time.GetUtcNow().ToUnixTimeSeconds()))
        {
            case Decision.Answer answer:
                return answer.Reply;
            case Decision.Write write:
                mailbox.State = before.Apply(write.Event, before.ModSeq + 1);
                foreach (var session in mailbox.Sessions.Values) Push(mailbox.State, before, session);
                return mailbox.State.Recent[command.Id] is { } outcome ? mailbox.State.ReplyTo(outcome) : MailboxReplies.Done.Instance;
            default:
                throw new InvalidOperationException("All folders are in memory.");
        }
    }

    private static void Push(MailboxState state, MailboxState before, Session session)
    {
        if (session.Folder is not { } folder) return;
        if (!state.Folders.TryGetValue(folder, out var now)) session.Ref.Tell(new MailboxSessions.FolderGone(folder));
        else if (now.Info.HighestModSeq != before.Folders[folder].Info.HighestModSeq)
            session.Ref.Tell(new MailboxSessions.FolderChanged(state.Snapshot(folder)));
    }

    private Mailbox Of(AccountId account)
    {
        if (_mailboxes.TryGetValue(account, out var mailbox)) return mailbox;
        return _mailboxes[account] = new(new MailboxState(account));
    }

    private sealed class Mailbox(MailboxState state)
    {
        public MailboxState State { get; set; } = state;

        public Dictionary<Guid, Session> Sessions { get; } = [];
    }

    private sealed class Session(IActorRef session)
    {
        public IActorRef Ref { get; } = session;

        public int? Folder { get; set; }
    }
}

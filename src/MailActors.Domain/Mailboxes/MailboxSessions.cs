namespace MailActors.Domain.Mailboxes;

/// <summary>What passes between a mailbox and the sessions that have it open. The sender of <see cref="Attach"/> is the session.</summary>
public static class MailboxSessions
{
    /// <summary>Registers the session with its mailbox: limits per user hold over the whole cluster, and the operator can see and end it.
    /// Answered by Done or Rejected(TooManySessions, InUse, Removed). Sent again at least every <see cref="RenewEvery"/>.</summary>
    public sealed record Attach(AccountId Account, SessionInfo Session) : IWithAccountId;

    public sealed record Detach(AccountId Account, Guid Session) : IWithAccountId;

    /// <summary>Asks for <see cref="FolderChanged"/> whenever the folder changes (null: no folder any more). The first one comes at once, so
    /// that nothing is missed between reading the folder and watching it. Sent again with each <see cref="Attach"/>: a mailbox that moved
    /// or started anew knows of no watchers.</summary>
    public sealed record Watch(AccountId Account, Guid Session, int? Folder) : IWithAccountId;

    /// <summary>The folder as it is now. The next one is sent only after <see cref="Seen"/>: a session that doesn't keep up
    /// gets fewer, later ones, never a backlog.</summary>
    public sealed record FolderChanged(FolderSnapshot Folder);

    /// <summary>The watched folder was deleted.</summary>
    public sealed record FolderGone(int Folder);

    public sealed record Seen(AccountId Account, Guid Session) : IWithAccountId;

    /// <summary>To the session: say goodbye and close (operator's kick, account disabled or removed).</summary>
    public sealed record End(string Reason);

    /// <summary>To the mailbox: end this session, or all of them (null).</summary>
    public sealed record Kick(AccountId Account, Guid? Session) : IWithAccountId;

    public sealed record ListSessions(AccountId Account) : IWithAccountId;

    public sealed record SessionList(IReadOnlyList<SessionInfo> Sessions) : MailboxReply;

    public static readonly TimeSpan RenewEvery = TimeSpan.FromMinutes(1);
}

/// <param name="Protocol">"imap" or "pop3"; a pop3 session holds the maildrop alone among pop3 sessions.</param>
/// <param name="Remote">The client's address as the socket tells it.</param>
/// <param name="Since">Seconds since 1970 UTC.</param>
public sealed record SessionInfo(Guid Id, string Protocol, string Login, string Remote, bool Tls, long Since);

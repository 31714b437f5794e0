namespace MailActors.Domain.Mailboxes;

/// <summary>Why a mailbox said no. Each protocol has one place that turns these into its words.</summary>
public enum MailboxRejection
{
    /// <summary>No such folder: NO [NONEXISTENT], and [TRYCREATE] where APPEND, COPY or MOVE asked.</summary>
    NoSuchFolder,
    FolderExists,

    /// <summary>Empty, too long, too deep, control characters, an empty level.</summary>
    InvalidName,

    /// <summary>INBOX can't be deleted, or a folder be renamed into itself.</summary>
    NotAllowed,

    /// <summary>A folder with folders below it can't be deleted: NO [HASCHILDREN] (RFC 9051 §6.3.5).</summary>
    HasChildren,

    /// <summary>Another folder has this special use already.</summary>
    SpecialUseTaken,
    OverQuota,

    /// <summary>More folders, keywords or subscriptions than one mailbox may have.</summary>
    LimitReached,

    /// <summary>UIDs are used up: the folder takes no more.</summary>
    NoMoreUids,

    /// <summary>The account is gone.</summary>
    Removed,

    /// <summary>Not now: the store does not take writes. The sender may try again.</summary>
    Unavailable,

    /// <summary>The disk is full.</summary>
    StorageFull,

    /// <summary>More sessions than one user may have open.</summary>
    TooManySessions,

    /// <summary>Another POP3 session holds the maildrop (RFC 1939 §8).</summary>
    InUse,
}

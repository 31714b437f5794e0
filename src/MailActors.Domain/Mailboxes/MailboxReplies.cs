namespace MailActors.Domain.Mailboxes;

/// <summary>Every command and query is answered by exactly one of these, after its event is durable.</summary>
public abstract record MailboxReply;

public static class MailboxReplies
{
    /// <summary>Done, nothing more to say. Also the answer to a delivery that had been done before.</summary>
    public sealed record Done : MailboxReply
    {
        public static readonly Done Instance = new();
    }

    public sealed record Rejected(MailboxRejection Reason) : MailboxReply;

    /// <summary>The UIDs given to appended messages, in order (APPENDUID, RFC 4315).</summary>
    public sealed record Appended(uint UidValidity, UidSet Uids) : MailboxReply;

    /// <param name="Modified">Left alone because they changed after UNCHANGEDSINCE.</param>
    /// <param name="ModSeq">Of the change; of the folder when nothing changed.</param>
    /// <param name="Folder">The folder with the change in it.</param>
    public sealed record Stored(UidSet Modified, long ModSeq, FolderSnapshot Folder) : MailboxReply;

    /// <summary>COPYUID (RFC 4315): the two sets in the same order. Both empty when nothing was copied.</summary>
    /// <param name="Source">The source folder after the command: without the messages when they were moved.</param>
    public sealed record Copied(uint UidValidity, UidSet From, UidSet To, FolderSnapshot Source) : MailboxReply;

    /// <param name="Uids">What went.</param>
    public sealed record Expunged(UidSet Uids, FolderSnapshot Folder) : MailboxReply;

    /// <param name="Uids">Recent to the asker and to no other session, though some may be gone; empty when another was first.</param>
    public sealed record RecentTaken(UidSet Uids) : MailboxReply;

    /// <summary>Answer to CREATE: the folder that now is.</summary>
    public sealed record FolderCreated(FolderInfo Folder) : MailboxReply;

    public sealed record FolderView(FolderSnapshot Folder) : MailboxReply;

    /// <param name="Folders">In no particular order; INBOX is always among them.</param>
    public sealed record MailboxView(
        IReadOnlyList<FolderInfo> Folders, IReadOnlySet<string> Subscriptions, Quota Quota, long ModSeq) : MailboxReply;
}

/// <summary>Used and allowed; a limit of 0 is none.</summary>
public sealed record Quota(long UsedBytes, long MaxBytes, long UsedMessages, long MaxMessages);

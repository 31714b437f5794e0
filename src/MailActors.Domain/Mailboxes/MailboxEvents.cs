using System.Collections.Immutable;
using MailActors.Domain.Blobs;

namespace MailActors.Domain.Mailboxes;

/// <summary>What happened to a mailbox: one event per command that changed something, however many messages it touched. Its sequence
/// number in the journal is the MODSEQ of all it changed. Events carry what the root of the mailbox needs to follow without the messages
/// of the folder: counts, octets, the UIDs given.</summary>
/// <param name="Command">Remembered, so that a repeat is known.</param>
/// <param name="At">Seconds since 1970 UTC.</param>
public abstract record MailboxEvent(CommandId Command, long At);

public static class MailboxEvents
{
    /// <param name="Folders">Made and subscribed to with the first opening; empty later.</param>
    public sealed record MailboxOpened(
        CommandId Command, long At, long QuotaBytes, long QuotaMessages, ImmutableArray<NewFolder> Folders) : MailboxEvent(Command, At);

    /// <param name="FirstUid">Of the first message; the others follow one by one.</param>
    /// <param name="NewKeywords">Go behind the keyword table of the folder before the flags are read.</param>
    public sealed record MessagesAppended(
        CommandId Command, long At, int Folder, uint FirstUid, ImmutableArray<AddedMessage> Messages, ImmutableArray<string> NewKeywords)
        : MailboxEvent(Command, At);

    /// <summary>As <see cref="MessagesAppended"/>, by the queue: its id is remembered longer and there is no reply to keep.</summary>
    public sealed record MessageDelivered(
        CommandId Command, long At, int Folder, uint Uid, AddedMessage Message, ImmutableArray<string> NewKeywords) : MailboxEvent(Command, At);

    /// <param name="Uids">Exactly those whose flags changed.</param>
    /// <param name="Flags">With keywords by their numbers in the folder's table.</param>
    /// <param name="Modified">For the reply: those left alone for UNCHANGEDSINCE.</param>
    public sealed record FlagsStored(
        CommandId Command, long At, int Folder, UidSet Uids, FlagChange Change, MessageFlags Flags, ImmutableArray<string> NewKeywords,
        int UnseenDelta, int DeletedDelta, long DeletedBytesDelta, UidSet Modified) : MailboxEvent(Command, At);

    /// <param name="Uids">In the source, ascending; <paramref name="Messages"/> are the same in the target.</param>
    public sealed record MessagesCopied(
        CommandId Command, long At, int Source, UidSet Uids, int Target, uint FirstUid, ImmutableArray<AddedMessage> Messages,
        ImmutableArray<string> NewKeywords) : MailboxEvent(Command, At);

    /// <summary>As <see cref="MessagesCopied"/>, and the messages left the source in the same moment.</summary>
    public sealed record MessagesMoved(
        CommandId Command, long At, int Source, UidSet Uids, int Target, uint FirstUid, ImmutableArray<AddedMessage> Messages,
        ImmutableArray<string> NewKeywords) : MailboxEvent(Command, At);

    /// <param name="Unseen">Messages without \Seen among them.</param>
    /// <param name="Deleted">Messages with \Deleted among them, and <paramref name="DeletedBytes"/> their octets.</param>
    public sealed record MessagesExpunged(
        CommandId Command, long At, int Folder, UidSet Uids, int Unseen, int Deleted, long Bytes, long DeletedBytes) : MailboxEvent(Command, At);

    /// <param name="First">Messages from this UID on were recent, up to below <paramref name="Next"/>: those are a session's own now.</param>
    public sealed record RecentTaken(CommandId Command, long At, int Folder, uint First, uint Next) : MailboxEvent(Command, At);

    /// <param name="Folders">Missing parents first; the last is the one asked for.</param>
    public sealed record FoldersCreated(CommandId Command, long At, ImmutableArray<NewFolder> Folders) : MailboxEvent(Command, At);

    public sealed record FolderDeleted(CommandId Command, long At, int Folder) : MailboxEvent(Command, At);

    public sealed record FoldersRenamed(
        CommandId Command, long At, ImmutableArray<NewFolder> Parents, ImmutableArray<RenamedFolder> Folders) : MailboxEvent(Command, At);

    /// <summary>All messages of INBOX went to the last of <paramref name="Folders"/> and kept their UIDs (RFC 9051 §6.3.6).</summary>
    public sealed record InboxRenamed(CommandId Command, long At, ImmutableArray<NewFolder> Folders) : MailboxEvent(Command, At);

    public sealed record SubscriptionChanged(CommandId Command, long At, string Name, bool Wanted) : MailboxEvent(Command, At);

    public sealed record MailboxRemoved(CommandId Command, long At) : MailboxEvent(Command, At);
}

/// <summary>A message that came into a folder; its UID follows from its place in the event.</summary>
/// <param name="InternalDate">Seconds since 1970 UTC.</param>
public readonly record struct AddedMessage(MessageFlags Flags, long InternalDate, long Size, BlobId Blob);

public sealed record NewFolder(int Id, string Name, SpecialUse SpecialUse, uint UidValidity);

public sealed record RenamedFolder(int Id, string Name, uint UidValidity);

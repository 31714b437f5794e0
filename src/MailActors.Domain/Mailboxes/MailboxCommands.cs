using MailActors.Domain.Blobs;

namespace MailActors.Domain.Mailboxes;

/// <summary>What can be asked of a mailbox. Each carries an id and is done once however often it is sent: the reply to a repeated
/// command is the reply to the first.</summary>
public abstract record MailboxCommand(AccountId Account, CommandId Id) : IWithAccountId;

public static class MailboxCommands
{
    /// <summary>Makes the special-use folders and sets the quota: sent when the account is made, and again when its quota changes.
    /// Zero means no limit.</summary>
    public sealed record OpenMailbox(AccountId Account, CommandId Id, long QuotaBytes, long QuotaMessages) : MailboxCommand(Account, Id);

    /// <summary>Delivery from the queue. <paramref name="Id"/> is made of the queue entry and the recipient, so that a repeat is known.
    /// A folder that does not exist means INBOX: mail is not lost for a name.</summary>
    public sealed record DeliverMessage(AccountId Account, CommandId Id, NewMessage Message, string? Folder) : MailboxCommand(Account, Id);

    /// <summary>APPEND (RFC 9051 §6.3.12) and MULTIAPPEND (RFC 3502): all or none.</summary>
    public sealed record AppendMessages(AccountId Account, CommandId Id, string Folder, IReadOnlyList<NewMessage> Messages) : MailboxCommand(Account, Id);

    /// <summary>STORE. With <paramref name="UnchangedSince"/> messages changed later are left alone and named in the reply (RFC 7162 §3.1.3).</summary>
    public sealed record StoreFlags(
        AccountId Account, CommandId Id, int Folder, UidSet Uids, FlagChange Change, FlagSet Flags, long? UnchangedSince) : MailboxCommand(Account, Id);

    /// <param name="Whole">All of them or none: nothing is done when one is gone. Otherwise what is gone is passed over.</param>
    public sealed record CopyMessages(
        AccountId Account, CommandId Id, int Folder, UidSet Uids, string Target, bool Whole) : MailboxCommand(Account, Id);

    /// <summary>RFC 6851: one event, so a message is never in both folders nor in none.</summary>
    /// <inheritdoc cref="CopyMessages" path="/param"/>
    public sealed record MoveMessages(
        AccountId Account, CommandId Id, int Folder, UidSet Uids, string Target, bool Whole) : MailboxCommand(Account, Id);

    /// <summary>Removes messages for good: those of <paramref name="Uids"/> (null: all) that carry \Deleted, or, for POP3
    /// (<paramref name="OnlyDeleted"/> false), all of them.</summary>
    public sealed record ExpungeMessages(AccountId Account, CommandId Id, int Folder, UidSet? Uids, bool OnlyDeleted) : MailboxCommand(Account, Id);

    /// <summary>A session that may change the folder hears of its recent messages (RFC 3501 §2.3.2); no other session will.</summary>
    public sealed record TakeRecent(AccountId Account, CommandId Id, int Folder) : MailboxCommand(Account, Id);

    /// <summary>Makes missing parents too (RFC 9051 §6.3.4).</summary>
    public sealed record CreateFolder(AccountId Account, CommandId Id, string Name, SpecialUse SpecialUse) : MailboxCommand(Account, Id);

    public sealed record DeleteFolder(AccountId Account, CommandId Id, string Name) : MailboxCommand(Account, Id);

    /// <summary>Children go along. RENAME of INBOX moves its messages into a new folder and leaves INBOX empty (RFC 9051 §6.3.6).</summary>
    public sealed record RenameFolder(AccountId Account, CommandId Id, string From, string To) : MailboxCommand(Account, Id);

    /// <summary>A name may be subscribed to whether or not such a folder exists (RFC 9051 §6.3.7).</summary>
    public sealed record Subscribe(AccountId Account, CommandId Id, string Name, bool Wanted) : MailboxCommand(Account, Id);

    /// <summary>The account was removed: everything goes, and later deliveries are refused.</summary>
    public sealed record RemoveMailbox(AccountId Account, CommandId Id) : MailboxCommand(Account, Id);
}

public enum FlagChange
{
    Replace,
    Add,
    Remove,
}

/// <param name="InternalDate">Seconds since 1970 UTC.</param>
public sealed record NewMessage(BlobId Blob, long Size, long InternalDate, FlagSet Flags);

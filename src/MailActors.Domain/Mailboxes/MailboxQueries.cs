namespace MailActors.Domain.Mailboxes;

/// <summary>What can be read of a mailbox without changing it.</summary>
public abstract record MailboxQuery(AccountId Account) : IWithAccountId;

public static class MailboxQueries
{
    /// <summary>All folders, subscriptions, quota: answered from the root by <see cref="MailboxReplies.MailboxView"/>.</summary>
    public sealed record ViewMailbox(AccountId Account) : MailboxQuery(Account);

    /// <summary>One folder with its messages, by name: <see cref="MailboxReplies.FolderView"/> or a rejection.</summary>
    public sealed record ReadFolder(AccountId Account, string Name) : MailboxQuery(Account);
}

using MailActors.Protocol.Addresses;

namespace MailActors.Domain.Submission;

/// <summary>Counts what accounts send to other hosts. Every method may throw StorageException; what changes something is durable when it returns.</summary>
public interface ISendingLedger
{
    Task<SendingAccount> Show(AccountId account, CancellationToken cancel);

    /// <summary>Whether the account has not written to this recipient before.</summary>
    Task<(SendingAccount Account, bool IsNew)> Look(AccountId account, MailAddress recipient, CancellationToken cancel);

    /// <summary>Counts one message, decided where it is written: of two at once, the second sees the first. Whoever is told that a limit is crossed has
    /// nothing counted.</summary>
    Task<SendingLimit?> Count(AccountId account, IReadOnlyList<MailAddress> recipients);

    Task SetLimits(AccountId account, SendingOverride limits);

    /// <summary>The account wanted more than it may.</summary>
    /// <returns>False: that was known.</returns>
    Task<bool> MarkOver(AccountId account);

    /// <summary>All its mail is held.</summary>
    Task MarkHeld(AccountId account);

    /// <summary>An operator has looked at it: the day begins anew.</summary>
    Task Reset(AccountId account);
}

public sealed record SendingAccount(SendingUse Use, SendingLimits Limits, SendingOverride Override);

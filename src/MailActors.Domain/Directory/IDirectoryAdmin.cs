using MailActors.Protocol.Addresses;

namespace MailActors.Domain.Directory;

/// <summary>Changes to the directory. Every method is durable when its task completes, and may throw StorageException.</summary>
public interface IDirectoryAdmin
{
    Task<Result<MailDomain>> AddDomain(string name, long defaultQuotaBytes, string? catchAll, CancellationToken cancel);

    Task<IReadOnlyList<MailDomain>> ListDomains(CancellationToken cancel);

    Task<Result<MailDomain>> ShowDomain(string name, CancellationToken cancel);

    /// <summary>Refused while accounts or aliases are in it.</summary>
    Task<Result<MailDomain>> RemoveDomain(string name, CancellationToken cancel);

    /// <summary>Null quota: the domain's default.</summary>
    Task<Result<Account>> AddAccount(MailAddress address, string password, long? quotaBytes, CancellationToken cancel);

    /// <summary>Many at once in one transaction; rows that are refused are told, the others are made.</summary>
    Task<IReadOnlyList<Result<Account>>> ImportAccounts(IReadOnlyList<NewAccount> accounts, IProgress<int>? progress, CancellationToken cancel);

    /// <summary>Null domain: all. Ordered by address.</summary>
    Task<IReadOnlyList<Account>> ListAccounts(string? domain, CancellationToken cancel);

    Task<Result<Account>> ShowAccount(MailAddress address, CancellationToken cancel);

    Task<Result<Account>> RemoveAccount(MailAddress address, CancellationToken cancel);

    Task<Result<Account>> SetPassword(MailAddress address, string password, CancellationToken cancel);

    Task<Result<Account>> SetQuota(MailAddress address, long quotaBytes, long quotaMessages, CancellationToken cancel);

    Task<Result<Account>> SetDisabled(MailAddress address, bool disabled, CancellationToken cancel);

    /// <summary>The password is made here and told once.</summary>
    Task<Result<NewAppPassword>> AddAppPassword(MailAddress address, string name, CancellationToken cancel);

    Task<Result<IReadOnlyList<AppPassword>>> ListAppPasswords(MailAddress address, CancellationToken cancel);

    Task<Result<AppPassword>> RemoveAppPassword(MailAddress address, string name, CancellationToken cancel);

    Task<Result<Alias>> AddAlias(MailAddress address, IReadOnlyList<MailAddress> targets, CancellationToken cancel);

    Task<IReadOnlyList<Alias>> ListAliases(string? domain, CancellationToken cancel);

    Task<Result<Alias>> RemoveAlias(MailAddress address, CancellationToken cancel);
}

public sealed record NewAccount(string Address, string Password, long? QuotaBytes);

public sealed record NewAppPassword(string Name, string Password);

public sealed record AppPassword(string Name, long Created, long? LastUsed);

public sealed record Alias(MailAddress Address, IReadOnlyList<MailAddress> Targets);

/// <summary>Done with a value, or refused for a reason.</summary>
public readonly record struct Result<T>(T? Value, DirectoryRejection? Reason)
{
    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(DirectoryRejection reason) => new(default, reason);
}

public enum DirectoryRejection
{
    InvalidDomain,
    InvalidAddress,
    DomainExists,
    NoSuchDomain,
    DomainInUse,

    /// <summary>An account or alias with this address is there.</summary>
    AddressTaken,
    NoSuchAccount,
    NoSuchAlias,
    NoSuchAppPassword,
    AppPasswordExists,

    /// <summary>An app password's name: empty, longer than 100 characters, or with control characters.</summary>
    InvalidName,

    /// <summary>Empty, longer than 1,000 octets, or not allowed by PRECIS OpaqueString (RFC 8265 §4.2).</summary>
    UnusablePassword,
    InvalidQuota,

    /// <summary>An alias that leads back to itself.</summary>
    AliasLoop,
    TooManyTargets,
}

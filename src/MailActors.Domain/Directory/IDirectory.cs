using MailActors.Protocol.Addresses;

namespace MailActors.Domain.Directory;

/// <summary>Domains, accounts and aliases, as the protocols ask for them. Answers come from memory where they can; a change made
/// through <see cref="IDirectoryAdmin"/> is seen at once on the same node.</summary>
public interface IDirectory
{
    ValueTask<Lookup<MailDomain>> FindDomain(string name, CancellationToken cancel);

    /// <summary>Where mail for an address of ours goes: aliases followed (1,000 addresses and 20 levels at most), subaddress tag split off,
    /// catch-all last, and for a postmaster whom nobody named the first account there is. NotFound: no such address here. <see cref="Route.Foreign"/>: the domain isn't ours.</summary>
    ValueTask<Lookup<Route>> Resolve(MailAddress address, CancellationToken cancel);

    /// <summary>Where mail for the postmaster of this host goes, if the host's name is no domain of ours (RFC 5321 §4.5.1).</summary>
    ValueTask<Lookup<Route>> ResolvePostmaster(CancellationToken cancel);

    /// <summary>By login name: the account's address (any case). NotFound for everything else, aliases too.</summary>
    ValueTask<Lookup<Account>> FindAccount(string login, CancellationToken cancel);

    ValueTask<Lookup<Account>> FindAccount(AccountId id, CancellationToken cancel);

    /// <summary>Whether mail of this account may be sent as <paramref name="address"/>: its own address (with any tag), an alias that leads
    /// to it alone or with others, never a catch-all.</summary>
    ValueTask<Lookup<bool>> MaySendAs(AccountId account, MailAddress address, CancellationToken cancel);
}

public abstract record Route
{
    private Route() { }

    /// <summary>Not a domain of ours: relay, for those who may.</summary>
    public sealed record Foreign : Route
    {
        public static readonly Foreign Instance = new();
    }

    public sealed record Local(IReadOnlyList<Target> Targets) : Route;

    /// <summary>An alias loop, or more addresses than the limit.</summary>
    public sealed record Loop : Route
    {
        public static readonly Loop Instance = new();
    }

    /// <summary>All accounts it leads to are disabled.</summary>
    public sealed record Disabled : Route
    {
        public static readonly Disabled Instance = new();
    }
}

/// <param name="Account">Null: another host's address, reached through an alias.</param>
/// <param name="Tag">The subaddress (<c>user+tag</c>); null when there is none.</param>
public sealed record Target(MailAddress Address, AccountId? Account, string? Tag)
{
    /// <summary>Of another host's address: the address of ours that names it.</summary>
    public MailAddress? Via { get; init; }
}

public sealed record MailDomain(string Name, long DefaultQuotaBytes, string? CatchAll, long Created);

/// <param name="Address">The login name and primary address.</param>
/// <param name="QuotaBytes">0: no limit.</param>
/// <param name="QuotaMessages">0: no limit.</param>
/// <param name="Created">Seconds since 1970 UTC.</param>
/// <param name="CredentialVersion">Raised with every change of password or app password, or when disabled.</param>
public sealed record Account(
    AccountId Id, MailAddress Address, bool Disabled, long QuotaBytes, long QuotaMessages, long Created, long CredentialVersion);

using MailActors.Domain.Directory;
using MailActors.Protocol.Addresses;
using MailActors.Protocol.Sasl;
using MailActors.Storage.Security;
using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Accounts;

/// <summary>Changes the directory: checks against memory, writes to disk, then puts the change into memory. One change at a time, so that what
/// was checked still holds when it is written; hashing happens before, outside of that.</summary>
public sealed class SqliteDirectoryAdmin(
    SqliteDirectory directory, SqliteDatabase database, PasswordKeeper passwords, HashingGate gate, TimeProvider time) : IDirectoryAdmin
{
    private readonly DirectoryIndex _index = directory.Index;
    private readonly SemaphoreSlim _one = new(1);

    public Task<Result<MailDomain>> AddDomain(string name, long defaultQuotaBytes, string? catchAll, CancellationToken cancel) => Alone<MailDomain>(async () =>
    {
        if (!DirectoryChecks.TryDomain(name, out var canonical)) return DirectoryRejection.InvalidDomain;
        if (_index.IsTaken(canonical, out var byLook)) return byLook ? DirectoryRejection.InvalidDomain : DirectoryRejection.DomainExists;
        if (defaultQuotaBytes < 0) return DirectoryRejection.InvalidQuota;
        MailAddress? last = null;
        if (catchAll is not null && !AddressParser.TryParse(catchAll, out last)) return DirectoryRejection.InvalidAddress;
        var domain = new MailDomain(canonical, defaultQuotaBytes, last?.ToString(), Now);
        await Write(session => DirectoryRows.Insert(session, domain));
        _index.Put(domain);
        return domain;
    }, cancel);

    public Task<IReadOnlyList<MailDomain>> ListDomains(CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<MailDomain>>([.. _index.Domains.OrderBy(domain => domain.Name, StringComparer.Ordinal)]);

    public Task<Result<MailDomain>> ShowDomain(string name, CancellationToken cancel) => Task.FromResult(
        DirectoryChecks.TryDomain(name, out var canonical) && _index.Domain(canonical) is { } domain ? domain : (Result<MailDomain>)DirectoryRejection.NoSuchDomain);

    public Task<Result<MailDomain>> RemoveDomain(string name, CancellationToken cancel) => Alone<MailDomain>(async () =>
    {
        if (!DirectoryChecks.TryDomain(name, out var canonical) || _index.Domain(canonical) is not { } domain) return DirectoryRejection.NoSuchDomain;
        if (_index.Accounts.Any(account => account.Address.Domain == canonical) || _index.Aliases.Any(alias => alias.Address.Domain == canonical))
            return DirectoryRejection.DomainInUse;
        await Write(session => DirectoryRows.Delete(session, domain));
        _index.Remove(domain);
        return domain;
    }, cancel);

    public async Task<Result<Account>> AddAccount(MailAddress address, string password, long? quotaBytes, CancellationToken cancel)
    {
        if (DirectoryChecks.NewAddress(_index, address) is { } fault) return fault;
        if (quotaBytes < 0) return DirectoryRejection.InvalidQuota;
        if (!OpaqueString.TryPrepare(password, out var prepared)) return DirectoryRejection.UnusablePassword;
        var stored = await gate.Run(() => passwords.Keep(prepared), cancel);
        return await Alone<Account>(async () =>
        {
            if (DirectoryChecks.NewAddress(_index, address) is { } taken) return taken;
            var wanted = NewAccount(address, quotaBytes);
            var account = await Write(session => DirectoryRows.Insert(session, wanted, stored));
            _index.Put(account);
            return account;
        }, cancel);
    }

    public async Task<IReadOnlyList<Result<Account>>> ImportAccounts(IReadOnlyList<NewAccount> accounts, IProgress<int>? progress, CancellationToken cancel)
    {
        var import = new AccountImport(_index, passwords, gate);
        await import.Prepare(accounts, progress, cancel);
        await _one.WaitAsync(cancel);
        try
        {
            var made = await Write(session => import.Insert(session, NewAccount));
            foreach (var account in made) _index.Put(account);
            return import.Results;
        }
        finally
        {
            _one.Release();
        }
    }

    public Task<IReadOnlyList<Account>> ListAccounts(string? domain, CancellationToken cancel)
    {
        var wanted = domain is null ? null : DirectoryChecks.TryDomain(domain, out var canonical) ? canonical : "";
        return Task.FromResult<IReadOnlyList<Account>>([.. _index.Accounts
            .Where(account => wanted is null || account.Address.Domain == wanted)
            .OrderBy(account => account.Address.Domain, StringComparer.Ordinal).ThenBy(account => account.Address.Key, StringComparer.Ordinal)]);
    }

    public Task<Result<Account>> ShowAccount(MailAddress address, CancellationToken cancel) =>
        Task.FromResult(_index.Account(address.Key) is { } account ? account : (Result<Account>)DirectoryRejection.NoSuchAccount);

    public Task<Result<Account>> RemoveAccount(MailAddress address, CancellationToken cancel) => Alone<Account>(async () =>
    {
        if (_index.Account(address.Key) is not { } account) return DirectoryRejection.NoSuchAccount;
        await Write(session => DirectoryRows.Delete(session, account));
        _index.Remove(account);
        return account;
    }, cancel);

    public async Task<Result<Account>> SetPassword(MailAddress address, string password, CancellationToken cancel)
    {
        if (!OpaqueString.TryPrepare(password, out var prepared)) return DirectoryRejection.UnusablePassword;
        if (await Scram(address, cancel) is not { } old) return DirectoryRejection.NoSuchAccount;
        var stored = await gate.Run(() => passwords.Keep(prepared, old.Salt), cancel);
        return await Change(address, raise: true, account => account, (session, account) =>
            DirectoryRows.UpdatePassword(session, account.Id, account.CredentialVersion, stored), cancel);
    }

    public Task<Result<Account>> SetQuota(MailAddress address, long quotaBytes, long quotaMessages, CancellationToken cancel) =>
        quotaBytes < 0 || quotaMessages < 0
            ? Task.FromResult((Result<Account>)DirectoryRejection.InvalidQuota)
            : Change(address, raise: false, account => account with { QuotaBytes = quotaBytes, QuotaMessages = quotaMessages }, null, cancel);

    public Task<Result<Account>> SetDisabled(MailAddress address, bool disabled, CancellationToken cancel) =>
        Change(address, raise: true, account => account with { Disabled = disabled }, null, cancel);

    public async Task<Result<NewAppPassword>> AddAppPassword(MailAddress address, string name, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 100 || name.Any(char.IsControl)) return DirectoryRejection.InvalidName;
        if (await Scram(address, cancel) is not { } own) return DirectoryRejection.NoSuchAccount;
        var password = PasswordKeeper.NewAppPassword();
        var scram = await gate.Run(() => PasswordKeeper.ScramOfAppPassword(password, own), cancel);
        var taken = false;
        var changed = await Change(address, raise: true, account => account, (session, account) =>
            taken = !AppPasswordRows.Insert(session, account.Id, name, PasswordKeeper.HashAppPassword(password), scram, Now), cancel);
        if (changed.Reason is { } reason) return reason;
        return taken ? DirectoryRejection.AppPasswordExists : new NewAppPassword(name, password);
    }

    public async Task<Result<IReadOnlyList<AppPassword>>> ListAppPasswords(MailAddress address, CancellationToken cancel)
    {
        if (_index.Account(address.Key) is not { } account) return DirectoryRejection.NoSuchAccount;
        return new(await database.Readers.Read(session => AppPasswordRows.List(session, account.Id), cancel), null);
    }

    public async Task<Result<AppPassword>> RemoveAppPassword(MailAddress address, string name, CancellationToken cancel)
    {
        AppPassword? removed = null;
        var changed = await Change(address, raise: true, account => account, (session, account) => removed = AppPasswordRows.Remove(session, account.Id, name), cancel);
        if (changed.Reason is { } reason) return reason;
        return removed is null ? DirectoryRejection.NoSuchAppPassword : removed;
    }

    /// <summary>The salt stays for the life of the account, or its app passwords could not be proven beside it. Null: no such account.</summary>
    private async Task<ScramKeys?> Scram(MailAddress address, CancellationToken cancel) =>
        _index.Account(address.Key) is { } account ? (await new CredentialStore(database).Read(account.Id, cancel))?.Password.Scram : null;

    public Task<Result<Alias>> AddAlias(MailAddress address, IReadOnlyList<MailAddress> targets, CancellationToken cancel) => Alone<Alias>(async () =>
    {
        var alias = new Alias(address, [.. targets.DistinctBy(target => target.Key)]);
        if (DirectoryChecks.Alias(_index, alias) is { } fault) return fault;
        await Write(session => DirectoryRows.Insert(session, alias));
        _index.Put(alias);
        return alias;
    }, cancel);

    public Task<IReadOnlyList<Alias>> ListAliases(string? domain, CancellationToken cancel)
    {
        var wanted = domain is null ? null : DirectoryChecks.TryDomain(domain, out var canonical) ? canonical : "";
        return Task.FromResult<IReadOnlyList<Alias>>([.. _index.Aliases
            .Where(alias => wanted is null || alias.Address.Domain == wanted).OrderBy(alias => alias.Address.Key, StringComparer.Ordinal)]);
    }

    public Task<Result<Alias>> RemoveAlias(MailAddress address, CancellationToken cancel) => Alone<Alias>(async () =>
    {
        if (_index.Alias(address.Key) is not { } alias) return DirectoryRejection.NoSuchAlias;
        await Write(session => DirectoryRows.Delete(session, alias));
        _index.Remove(alias);
        return alias;
    }, cancel);

    private long Now => time.GetUtcNow().ToUnixTimeSeconds();

    private Account NewAccount(MailAddress address, long? quotaBytes) => new(
        default, address, Disabled: false, quotaBytes ?? _index.Domain(address.Domain)!.DefaultQuotaBytes, QuotaMessages: 0, Now, CredentialVersion: 1);

    /// <param name="raise">The change concerns log-in: what was verified before is verified anew.</param>
    private Task<Result<Account>> Change(
        MailAddress address, bool raise, Func<Account, Account> change, Action<SqliteSession, Account>? rows, CancellationToken cancel) => Alone<Account>(async () =>
    {
        if (_index.Account(address.Key) is not { } before) return DirectoryRejection.NoSuchAccount;
        var after = change(before with { CredentialVersion = before.CredentialVersion + (raise ? 1 : 0) });
        await Write(session =>
        {
            DirectoryRows.Update(session, after);
            rows?.Invoke(session, after);
        });
        _index.Put(after);
        return after;
    }, cancel);

    private Task<bool> Write(Action<SqliteSession> work) => Write(session =>
    {
        work(session);
        return true;
    });

    private Task<T> Write<T>(Func<SqliteSession, T> work) => database.Writer.Write(work);

    private async Task<Result<T>> Alone<T>(Func<Task<Result<T>>> work, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            return await work();
        }
        finally
        {
            _one.Release();
        }
    }
}

using System.Collections.Concurrent;
using MailActors.Domain;
using MailActors.Domain.Directory;

namespace MailActors.Storage.Accounts;

/// <summary>The whole directory in memory, without credentials: every RCPT asks it, so it must not cost a query.
/// About 0.5 KB an account. Written only after the change is on disk, by one hand at a time; read without a lock.</summary>
internal sealed class DirectoryIndex
{
    private readonly ConcurrentDictionary<string, MailDomain> _domains = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Account> _accounts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, Account> _byId = new();
    private readonly ConcurrentDictionary<string, Alias> _aliases = new(StringComparer.Ordinal);

    private volatile Account? _first;

    public IEnumerable<MailDomain> Domains => _domains.Select(d => d.Value);

    public IEnumerable<Account> Accounts => _accounts.Select(a => a.Value);

    public IEnumerable<Alias> Aliases => _aliases.Select(a => a.Value);

    /// <summary>The oldest account that is not disabled: as a rule the operator's own. Looked for again only after a change of accounts.</summary>
    public Account? First => _first is { } known && Account(known.Id) is { Disabled: false } still
        ? still
        : _first = _accounts.Select(a => a.Value).Where(a => !a.Disabled).MinBy(a => a.Id.Value);

    public MailDomain? Domain(string name) => _domains.GetValueOrDefault(name);

    public Account? Account(string key) => _accounts.GetValueOrDefault(key);

    public Account? Account(AccountId id) => _byId.GetValueOrDefault(id.Value);

    public Alias? Alias(string key) => _aliases.GetValueOrDefault(key);

    public bool IsTaken(string key) => _accounts.ContainsKey(key) || _aliases.ContainsKey(key);

    public void Put(MailDomain domain) => _domains[domain.Name] = domain;

    public void Put(Account account)
    {
        _byId[account.Id.Value] = account;
        _accounts[account.Address.Key] = account;
        _first = null;
    }

    public void Put(Alias alias) => _aliases[alias.Address.Key] = alias;

    public void Remove(MailDomain domain) => _domains.TryRemove(domain.Name, out _);

    public void Remove(Account account)
    {
        _accounts.TryRemove(account.Address.Key, out _);
        _byId.TryRemove(account.Id.Value, out _);
        _first = null;
    }

    public void Remove(Alias alias) => _aliases.TryRemove(alias.Address.Key, out _);
}

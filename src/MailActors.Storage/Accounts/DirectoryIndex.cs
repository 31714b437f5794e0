using System.Collections.Concurrent;
using MailActors.Domain;
using MailActors.Domain.Directory;
using MailActors.Protocol.Addresses;

namespace MailActors.Storage.Accounts;

/// <summary>The whole directory in memory, without credentials: every RCPT asks it, so it must not cost a query.
/// About 0.5 KB an account. Written only after the change is on disk, by one hand at a time; read without a lock.</summary>
internal sealed class DirectoryIndex
{
    private readonly ConcurrentDictionary<string, MailDomain> _domains = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Account> _accounts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, Account> _byId = new();
    private readonly ConcurrentDictionary<string, Alias> _aliases = new(StringComparer.Ordinal);

    // What names of ours read like: domains all, addresses where that is not the name itself.
    private readonly ConcurrentDictionary<string, string> _domainsByLook = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _addressesByLook = new(StringComparer.Ordinal);

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

    /// <summary>There is such an address, or one that people would take for it.</summary>
    public bool IsTaken(MailAddress address) => IsTaken(address.Key) || _addressesByLook.ContainsKey(Look(address)) || IsTaken(Look(address));

    /// <summary>There is such a domain, or one that people would take for it.</summary>
    public bool IsTaken(string domain, out bool byLook)
    {
        byLook = !_domains.ContainsKey(domain) && _domainsByLook.ContainsKey(LookAlike.SkeletonOfDomain(domain));
        return byLook || _domains.ContainsKey(domain);
    }

    public void Put(MailDomain domain)
    {
        _domains[domain.Name] = domain;
        _domainsByLook[LookAlike.SkeletonOfDomain(domain.Name)] = domain.Name;
    }

    public void Put(Account account)
    {
        _byId[account.Id.Value] = account;
        _accounts[account.Address.Key] = account;
        _first = null;
        Show(account.Address);
    }

    public void Put(Alias alias)
    {
        _aliases[alias.Address.Key] = alias;
        Show(alias.Address);
    }

    /// <summary>For those who keep something of a domain beside it.</summary>
    public event Action<MailDomain>? DomainRemoved;

    public void Remove(MailDomain domain)
    {
        _domains.TryRemove(domain.Name, out _);
        _domainsByLook.TryRemove(KeyValuePair.Create(LookAlike.SkeletonOfDomain(domain.Name), domain.Name));
        DomainRemoved?.Invoke(domain);
    }

    public void Remove(Account account)
    {
        _accounts.TryRemove(account.Address.Key, out _);
        _byId.TryRemove(account.Id.Value, out _);
        _first = null;
        _addressesByLook.TryRemove(KeyValuePair.Create(Look(account.Address), account.Address.Key));
    }

    public void Remove(Alias alias)
    {
        _aliases.TryRemove(alias.Address.Key, out _);
        _addressesByLook.TryRemove(KeyValuePair.Create(Look(alias.Address), alias.Address.Key));
    }

    private void Show(MailAddress address)
    {
        if (Look(address) is var look && look != address.Key) _addressesByLook[look] = address.Key;
    }

    private bool IsTaken(string key) => _accounts.ContainsKey(key) || _aliases.ContainsKey(key);

    private static string Look(MailAddress address) => $"{LookAlike.Skeleton(address.LocalPart)}@{address.Domain}";
}

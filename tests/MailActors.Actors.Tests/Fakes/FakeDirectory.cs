using MailActors.Domain;
using MailActors.Domain.Directory;
using MailActors.Protocol.Addresses;

namespace MailActors.Actors.Tests.Fakes;

/// <summary>A directory in memory: domains, accounts with tags, aliases, and a switch that makes it unable to tell.</summary>
internal sealed class FakeDirectory : IDirectory
{
    private readonly Dictionary<string, Account> _accounts = [];
    private readonly Dictionary<string, Route> _routes = [];
    private readonly HashSet<string> _domains = [];

    public bool CannotTell { get; set; }

    public static MailAddress Address(string text) =>
        AddressParser.TryParse(text, out var address) ? address : throw new ArgumentException($"{text} is no address.", nameof(text));

    public Account AddAccount(string address, bool disabled = false, long quotaBytes = 0, long quotaMessages = 0)
    {
        var parsed = Address(address);
        _domains.Add(parsed.Domain);
        var account = new Account(new AccountId(_accounts.Count + 1), parsed, disabled, quotaBytes, quotaMessages, 0, 0);
        _accounts[parsed.Key] = account;
        return account;
    }

    public void AddAlias(string address, params string[] targets)
    {
        var parsed = Address(address);
        _domains.Add(parsed.Domain);
        _routes[parsed.Key] = new Route.Local([.. targets.Select(target => new Target(Address(target), _accounts.GetValueOrDefault(Address(target).Key)?.Id, null) { Via = _accounts.ContainsKey(Address(target).Key) ? null : parsed })]);
    }

    public void AddRoute(string address, Route route) => _routes[Address(address).Key] = route;

    public ValueTask<Lookup<MailDomain>> FindDomain(string name, CancellationToken cancel) =>
        new(CannotTell ? new Lookup<MailDomain>.CannotTell("test")
            : _domains.Contains(name) ? new Lookup<MailDomain>.Found(new MailDomain(name, 0, null, 0)) : Lookup<MailDomain>.NotFound.Instance);

    public ValueTask<Lookup<Route>> Resolve(MailAddress address, CancellationToken cancel)
    {
        if (CannotTell) return new(new Lookup<Route>.CannotTell("test"));
        if (_routes.TryGetValue(address.Key, out var route)) return new(new Lookup<Route>.Found(route));
        if (!_domains.Contains(address.Domain)) return new(new Lookup<Route>.Found(Route.Foreign.Instance));
        var plus = address.LocalPart.IndexOf('+');
        var tag = plus > 0 ? address.LocalPart[(plus + 1)..] : null;
        var key = plus > 0 ? new MailAddress(address.LocalPart[..plus], address.Domain).Key : address.Key;
        if (!_accounts.TryGetValue(key, out var account)) return new(Lookup<Route>.NotFound.Instance);
        return new(new Lookup<Route>.Found(
            account.Disabled ? Route.Disabled.Instance : new Route.Local([new Target(account.Address, account.Id, tag)])));
    }

    public ValueTask<Lookup<Route>> ResolvePostmaster(CancellationToken cancel)
    {
        var first = _accounts.Values.First();
        return new(CannotTell ? new Lookup<Route>.CannotTell("test") : new Lookup<Route>.Found(new Route.Local([new Target(first.Address, first.Id, null)])));
    }

    public ValueTask<Lookup<Account>> FindAccount(string login, CancellationToken cancel) =>
        new(_accounts.TryGetValue(login.ToLowerInvariant(), out var account) ? new Lookup<Account>.Found(account) : Lookup<Account>.NotFound.Instance);

    public ValueTask<Lookup<Account>> FindAccount(AccountId id, CancellationToken cancel) =>
        new(_accounts.Values.FirstOrDefault(account => account.Id == id) is { } found ? new Lookup<Account>.Found(found) : Lookup<Account>.NotFound.Instance);

    public ValueTask<Lookup<bool>> MaySendAs(AccountId account, MailAddress address, CancellationToken cancel)
    {
        if (CannotTell) return new(new Lookup<bool>.CannotTell("test"));
        var own = _accounts.Values.First(candidate => candidate.Id == account);
        var plus = address.LocalPart.IndexOf('+');
        var untagged = plus > 0 ? new MailAddress(address.LocalPart[..plus], address.Domain) : address;
        var may = own.Address.Key == untagged.Key || (_routes.TryGetValue(address.Key, out var route) && route is Route.Local local && local.Targets.Any(target => target.Account == account));
        return new(new Lookup<bool>.Found(may));
    }
}

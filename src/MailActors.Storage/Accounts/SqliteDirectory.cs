using MailActors.Domain;
using MailActors.Domain.Directory;
using MailActors.Protocol.Addresses;
using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Accounts;

/// <summary>The directory of this node: read whole into memory at start, answered from there. It is changed by
/// <see cref="SqliteDirectoryAdmin"/> alone, which writes to disk first.</summary>
public sealed class SqliteDirectory : IDirectory
{
    private SqliteDirectory(DirectoryIndex index) => Index = index;

    internal DirectoryIndex Index { get; }

    /// <summary>Reads the directory. Throws StorageException.</summary>
    public static async Task<SqliteDirectory> Load(SqliteDatabase database, CancellationToken cancel = default) =>
        new(await database.Readers.Read(DirectoryRows.LoadAll, cancel).ConfigureAwait(false));

    public ValueTask<Lookup<MailDomain>> FindDomain(string name, CancellationToken cancel) =>
        Answer(AddressParser.TryParseDomain(name, out var canonical) ? Index.Domain(canonical) : null);

    public ValueTask<Lookup<Route>> Resolve(MailAddress address, CancellationToken cancel) =>
        Answer(new AddressExpansion(Index).Follow(address));

    public ValueTask<Lookup<Route>> ResolvePostmaster(CancellationToken cancel) =>
        Answer<Route>(Index.First is { } first ? new Route.Local([new Target(first.Address, first.Id, null)]) : null);

    public ValueTask<Lookup<Account>> FindAccount(string login, CancellationToken cancel) =>
        Answer(AddressParser.TryParse(login, out var address) ? Index.Account(address.Key) : null);

    public ValueTask<Lookup<Account>> FindAccount(AccountId id, CancellationToken cancel) => Answer(Index.Account(id));

    public ValueTask<Lookup<bool>> MaySendAs(AccountId account, MailAddress address, CancellationToken cancel)
    {
        if (Index.Account(account) is not { Disabled: false }) return new(new Lookup<bool>.Found(false));
        var route = new AddressExpansion(Index, catchAll: false).Follow(address);
        return new(new Lookup<bool>.Found(route is Route.Local local && local.Targets.Any(target => target.Account == account)));
    }

    private static ValueTask<Lookup<T>> Answer<T>(T? value) where T : class =>
        new(value is null ? Lookup<T>.NotFound.Instance : new Lookup<T>.Found(value));
}

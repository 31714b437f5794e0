using System.Net;
using MailActors.Domain;
using MailActors.Domain.Directory;
using MailActors.Domain.Security;
using MailActors.Protocol.Addresses;
using MailActors.Storage.Accounts;
using MailActors.Storage.Security;
using MailActors.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace MailActors.Storage.Tests.Accounts;

/// <summary>A directory on disk with the domain <c>example.test</c>, a hash that only counts, and a clock the test moves.</summary>
internal sealed class TestDirectory : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private SqliteDatabase _database = null!;

    private TestDirectory(SecuritySettings settings) => (Settings, Gate) = (settings, new HashingGate(settings));

    public SecuritySettings Settings { get; }

    public HashingGate Gate { get; }

    public CountingHash Hash { get; } = new();

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));

    public SqliteDirectory Directory { get; private set; } = null!;

    public SqliteDirectoryAdmin Admin { get; private set; } = null!;

    public Authenticator Authenticator { get; private set; } = null!;

    public SqliteDatabase Database => _database;

    public static async Task<TestDirectory> Create(SecuritySettings? settings = null)
    {
        var directory = new TestDirectory(settings ?? new SecuritySettings { ScramIterations = 4096 });
        await directory.Open();
        await directory.Admin.AddDomain("example.test", 0, null, default);
        return directory;
    }

    /// <summary>As after a restart of the process.</summary>
    public async Task Reopen()
    {
        await _database.DisposeAsync();
        await Open();
    }

    public async Task<Account> Add(string address, string password = "secret") =>
        Value(await Admin.AddAccount(Address(address), password, null, default));

    public Task<Result<Alias>> Alias(string address, params string[] targets) =>
        Admin.AddAlias(Address(address), [.. targets.Select(Address)], default);

    /// <summary>"user@example.test+tag" parts, "remote" ones without an account; in words.</summary>
    public async Task<string> Route(string address)
    {
        return await Directory.Resolve(Address(address), default) switch
        {
            Lookup<Route>.Found { Value: Route.Local local } => string.Join(' ', local.Targets.Select(target =>
                (target.Account is null ? "remote:" : "") + target.Address + (target.Tag is null ? "" : $"[{target.Tag}]"))),
            Lookup<Route>.Found found => found.Value.GetType().Name,
            var other => other.GetType().Name,
        };
    }

    public async Task<AuthResult> Login(string login, string password = "secret", string from = "192.0.2.1") =>
        await Authenticator.Verify(login, password, IPAddress.Parse(from), default);

    public static MailAddress Address(string text)
    {
        Assert.True(AddressParser.TryParse(text, out var address), text);
        return address!;
    }

    public static T Value<T>(Result<T> result)
    {
        Assert.Null(result.Reason);
        return result.Value!;
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Gate.Dispose();
        _folder.Dispose();
    }

    private async Task Open()
    {
        _database = SqliteDatabase.Open(new SqliteSettings { Folder = _folder.Path }, StorageSchema.Parts, Time);
        Directory = await SqliteDirectory.Load(_database);
        Admin = new SqliteDirectoryAdmin(Directory, _database, new PasswordKeeper(Hash, Settings), Gate, Time);
        Authenticator = await Authenticator.Create(Directory, _database, Hash, Gate, Settings, Time, NullLogger<Authenticator>.Instance);
    }
}

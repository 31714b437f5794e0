using MailActors.Domain.Forwarding;
using MailActors.Protocol.Addresses;
using MailActors.Storage.Forwarding;
using MailActors.Storage.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace MailActors.Storage.Tests.Forwarding;

public sealed class ReturnPathStoreTests : IAsyncDisposable
{
    private static readonly MailAddress Long = new($"bounces+{new string('7', 50)}", "mailings.far.test");
    private static readonly MailAddress Joe = new("Joe", "far.test");

    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(1_795_780_800));
    private SqliteDatabase _database = null!;

    [Fact]
    public async Task Paths_hold_over_a_restart_and_no_other_server_can_make_them()
    {
        var paths = await Open();
        var (joe, kept) = (await paths.Rewrite(Joe, "here.test", default), await paths.Rewrite(Long, "here.test", default));
        Assert.InRange(kept.LocalPart.Length, 1, 64);
        await _database.DisposeAsync();

        paths = await Open();
        Assert.Equal(new ReturnPath.To(Joe), await paths.Read(joe, default));
        Assert.Equal(new ReturnPath.To(Long), await paths.Read(kept, default));
        await _database.DisposeAsync();

        using var other = new TempFolder();
        await using var database = SqliteDatabase.Open(new SqliteSettings { Folder = other.Path }, StorageSchema.Parts, _time);
        var stranger = await SqliteReturnPaths.Load(database, _time);
        Assert.IsType<ReturnPath.Forged>(await stranger.Read(joe, default));
        Assert.IsType<ReturnPath.Forged>(await stranger.Read(kept, default));
        _database = Again();
    }

    [Fact]
    public async Task A_long_sender_is_kept_as_long_as_bounces_may_come_and_no_longer()
    {
        var paths = await Open();
        var first = await paths.Rewrite(Long, "here.test", default);
        _time.Advance(TimeSpan.FromDays(21));
        Assert.Equal(new ReturnPath.To(Long), await paths.Read(first, default));
        var second = await paths.Rewrite(Long, "here.test", default);
        Assert.NotEqual(first, second);
        Assert.Equal(1, await Rows());

        _time.Advance(TimeSpan.FromDays(21));
        Assert.IsType<ReturnPath.Expired>(await paths.Read(first, default));
        Assert.Equal(new ReturnPath.To(Long), await paths.Read(second, default));
        _time.Advance(TimeSpan.FromDays(3));
        await paths.Rewrite(Long with { Domain = "other.far.test" }, "here.test", default);
        Assert.Equal(1, await Rows());
        Assert.IsType<ReturnPath.Expired>(await paths.Read(second, default));
    }

    [Fact]
    public async Task A_new_secret_makes_paths_and_the_old_one_still_proves_its_own()
    {
        var paths = await Open();
        var (joe, kept) = (await paths.Rewrite(Joe, "here.test", default), await paths.Rewrite(Long, "here.test", default));
        var made = await paths.Rotate(default);
        Assert.NotEqual(joe, await paths.Rewrite(Joe, "here.test", default));
        Assert.Equal([made, new(1_795_780_800, made.Created + 23 * 86400)], paths.List());
        await _database.DisposeAsync();

        paths = await Open();
        Assert.Equal(new ReturnPath.To(Joe), await paths.Read(joe, default));
        Assert.Equal(new ReturnPath.To(Long), await paths.Read(kept, default));
        Assert.Equal(made, paths.List()[0]);
    }

    [Fact]
    public async Task A_secret_that_proves_nothing_any_more_goes_with_the_next()
    {
        var paths = await Open();
        var joe = await paths.Rewrite(Joe, "here.test", default);
        await paths.Rotate(default);
        _time.Advance(TimeSpan.FromDays(23));
        await paths.Rotate(default);
        Assert.Equal(3, paths.List().Count);
        _time.Advance(TimeSpan.FromSeconds(2));
        await paths.Rotate(default);
        Assert.Equal(3, paths.List().Count);
        Assert.IsType<ReturnPath.Forged>(await paths.Read(joe, default));
        await _database.DisposeAsync();
        Assert.Equal(3, (await Open()).List().Count);
    }

    /// <summary>Two in one second are two.</summary>
    [Fact]
    public async Task Secrets_made_at_once_are_all_kept()
    {
        var paths = await Open();
        var made = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => paths.Rotate(default)));
        Assert.Equal(5, made.Distinct().Count());
        Assert.Equal(6, paths.List().Count);
        Assert.Equal(6, paths.List().Select(secret => secret.Created).Distinct().Count());
    }

    [Fact]
    public async Task A_store_that_can_not_be_read_can_not_tell()
    {
        var paths = await Open();
        var kept = await paths.Rewrite(Long, "here.test", default);
        await _database.Writer.Write(session =>
        {
            using var drop = session.Use("ALTER TABLE forwarded_senders RENAME TO gone");
            return drop.Run();
        });
        Assert.IsType<ReturnPath.CannotTell>(await paths.Read(kept, default));
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<SqliteReturnPaths> Open() => await SqliteReturnPaths.Load(_database = Again(), _time);

    private SqliteDatabase Again() => SqliteDatabase.Open(new SqliteSettings { Folder = _folder.Path }, StorageSchema.Parts, _time);

    private Task<int> Rows() => _database.Readers.Read(session =>
    {
        using var rows = session.Use("SELECT count(*) FROM forwarded_senders");
        rows.Step();
        return rows.Int(0);
    }, default);
}

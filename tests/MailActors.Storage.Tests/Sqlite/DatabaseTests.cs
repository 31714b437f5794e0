using MailActors.Domain.Blobs;
using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Tests.Sqlite;

public sealed class DatabaseTests
{
    [Theory]
    [InlineData("NORMAL")]
    [InlineData("OFF")]
    [Trait("acceptance", "DU-13")]
    public async Task Weaker_than_full_is_refused_at_start(string synchronous)
    {
        using var folder = new TempFolder();
        var settings = new SqliteSettings { Folder = folder.Path, Synchronous = synchronous };
        var refused = Assert.Throws<StorageException>(() => SqliteDatabase.Open(settings, [], TimeProvider.System));
        Assert.Contains("FULL", refused.Message, StringComparison.Ordinal);
        await using var unsafeOnPurpose = SqliteDatabase.Open(settings with { Unsafe = true }, [], TimeProvider.System);
    }

    [Fact]
    [Trait("acceptance", "DU-13")]
    public async Task Full_and_wal_are_read_back()
    {
        await using var database = new TestDatabase();
        Assert.Equal(2, await database.Writer.Write(s => s.Number("PRAGMA synchronous")));
        Assert.Equal("wal", await database.Writer.Write(s =>
        {
            using var mode = s.Use("PRAGMA journal_mode");
            mode.Step();
            return mode.Text(0);
        }));
    }

    [Fact]
    public async Task A_second_process_is_refused()
    {
        await using var database = new TestDatabase();
        var refused = Assert.Throws<StorageException>(() => SqliteDatabase.Open(database.Database.Settings, [], TimeProvider.System));
        Assert.Equal(StorageFault.Unavailable, refused.Fault);
    }

    [Fact]
    public async Task Readers_cannot_write()
    {
        await using var database = new TestDatabase();
        await Assert.ThrowsAsync<StorageException>(() => database.Database.Readers.Read(s => s.Run("INSERT INTO row(id) VALUES (1)")));
    }

    [Fact]
    public async Task A_reader_that_threw_reads_again()
    {
        await using var database = new TestDatabase(s => s with { Readers = 1 });
        await Assert.ThrowsAsync<InvalidDataException>(() => database.Database.Readers.Read<int>(_ => throw new InvalidDataException()));
        Assert.Equal(0, await database.Count());
    }

    [Fact]
    public async Task Steps_that_are_missing_are_taken_once_and_a_newer_database_is_refused()
    {
        using var folder = new TempFolder();
        var settings = new SqliteSettings { Folder = folder.Path };
        const string first = "CREATE TABLE a(x); INSERT INTO a VALUES (1)";
        const string second = "ALTER TABLE a ADD COLUMN y; INSERT INTO a VALUES (2, 2)";
        await using (SqliteDatabase.Open(settings, [new("part", first)], TimeProvider.System)) { }
        await using (var database = SqliteDatabase.Open(settings, [new("part", first, second)], TimeProvider.System))
            Assert.Equal(2, await database.Readers.Read(s => s.Number("SELECT count(*) FROM a")));
        Assert.Throws<InvalidOperationException>(() => SqliteDatabase.Open(settings, [new("part", first)], TimeProvider.System));
    }

    [Fact]
    public void Every_fault_of_the_settings_is_told_at_once()
    {
        var faults = new SqliteSettings { Folder = "", PageSize = 1000, Readers = 0 }.Faults().ToList();
        Assert.Equal(3, faults.Count);
    }
}

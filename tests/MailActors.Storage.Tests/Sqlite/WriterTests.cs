using MailActors.Domain.Blobs;
using MailActors.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace MailActors.Storage.Tests.Sqlite;

public sealed class WriterTests
{
    [Fact]
    public async Task A_thousand_waiting_units_share_a_few_transactions()
    {
        await using var database = new TestDatabase();
        var gate = Hold(database.Writer, out var held);
        var before = database.Writer.Commits;
        var writes = Enumerable.Range(1, 1000).Select(id => database.Insert(id)).ToArray();
        gate.Set();
        await Task.WhenAll([held, .. writes]);
        Assert.Equal(1000, await database.Count());
        Assert.InRange(database.Writer.Commits - before, 1, 3);
    }

    [Fact]
    public async Task A_duplicate_fails_alone_and_strangers_of_its_batch_are_kept()
    {
        await using var database = new TestDatabase();
        await database.Insert(5);
        var gate = Hold(database.Writer, out var held);
        var writes = Enumerable.Range(1, 9).Select(id => database.Insert(id)).ToArray();
        gate.Set();
        await held;
        var error = await Assert.ThrowsAsync<SqliteException>(() => writes[4]);
        Assert.True(SqliteFaults.IsDuplicate(error));
        await Task.WhenAll(writes.Where((_, i) => i != 4));
        Assert.Equal(9, await database.Count());
    }

    [Fact]
    public async Task Rows_of_a_unit_stand_or_fall_together()
    {
        await using var database = new TestDatabase();
        await database.Insert(3);
        var gate = Hold(database.Writer, out var held);
        var loser = database.Insert(1, 2, 3);
        var stranger = database.Insert(4);
        gate.Set();
        await Task.WhenAll(held, stranger);
        await Assert.ThrowsAsync<SqliteException>(() => loser);
        Assert.Equal(2, await database.Count());
    }

    [Fact]
    public async Task A_unit_that_throws_leaves_nothing_and_its_error_comes_back()
    {
        await using var database = new TestDatabase();
        await Assert.ThrowsAsync<InvalidDataException>(() => database.Writer.Write<int>(session =>
        {
            session.Run("INSERT INTO row(id) VALUES (1)");
            throw new InvalidDataException();
        }));
        Assert.Equal(0, await database.Count());
        await database.Insert(1);
    }

    [Fact]
    public async Task A_full_queue_refuses_as_unavailable()
    {
        await using var database = new TestDatabase(s => s with { BatchUnits = 1, QueueUnits = 2 });
        var gate = Hold(database.Writer, out var held);
        Task[] waiting = [database.Insert(1), database.Insert(2)];
        var refused = await Assert.ThrowsAsync<StorageException>(() => database.Insert(3));
        Assert.Equal(StorageFault.Unavailable, refused.Fault);
        gate.Set();
        await Task.WhenAll([held, .. waiting]);
        await database.Insert(3);
    }

    [Fact]
    public async Task Too_many_waiting_octets_are_refused_but_one_unit_always_fits()
    {
        await using var database = new TestDatabase(s => s with { BatchBytes = 10, QueueBytes = 10 });
        var gate = Hold(database.Writer, out var held);
        var large = database.Writer.Write(session => session.Run("INSERT INTO row(id) VALUES (1)"), bytes: 1000);
        await Assert.ThrowsAsync<StorageException>(() => database.Insert(2));
        gate.Set();
        await Task.WhenAll(held, large);
    }

    [Fact]
    public async Task Closing_writes_what_waits()
    {
        using var folder = new TempFolder();
        var settings = new SqliteSettings { Folder = folder.Path };
        Task<int> write;
        await using (var database = SqliteDatabase.Open(settings, TestDatabase.Parts, TimeProvider.System))
            write = database.Writer.Write(session => session.Run("INSERT INTO row(id) VALUES (1)"));
        Assert.Equal(1, await write);
        await using var again = SqliteDatabase.Open(settings, TestDatabase.Parts, TimeProvider.System);
        Assert.Equal(1, await again.Readers.Read(s => s.Number("SELECT count(*) FROM row")));
    }

    /// <summary>Keeps the writer busy until the gate opens, so that what follows waits together.</summary>
    internal static ManualResetEventSlim Hold(ISqliteWriter writer, out Task held)
    {
        var gate = new ManualResetEventSlim();
        var entered = new ManualResetEventSlim();
        held = writer.Write(_ =>
        {
            entered.Set();
            gate.Wait();
            return 0;
        });
        entered.Wait();
        return gate;
    }
}

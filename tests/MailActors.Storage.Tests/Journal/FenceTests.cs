using Akka.Persistence;
using MailActors.Storage.Sqlite;
using MailActors.Storage.Tests.Contracts;
using MailActors.Storage.Tests.Sqlite;

namespace MailActors.Storage.Tests.Journal;

/// <summary>What our journal promises beyond the contract: strangers of a batch are safe, and recovery stops at anything it should not build on.</summary>
public sealed class FenceTests : PersistenceContract
{
    private readonly TempFolder _folder;
    private readonly SqliteDatabase _database;

    public FenceTests() : this(new()) { }

    private FenceTests(TempFolder folder) : base(OnSqlite.Setup(Common, folder, out var database)) => (_folder, _database) = (folder, database);

    [Fact]
    [Trait("acceptance", "CL-04")]
    public async Task Of_two_living_copies_the_second_loses_and_strangers_in_its_batch_are_written()
    {
        Written(Write("two-lives", ["first"]), 1);
        var gate = WriterTests.Hold(_database.Writer, out var held);
        var before = Write("stranger-1", ["s1"]);
        var loser = Write("two-lives", ["second"]);
        var after = Write("stranger-2", ["s2"]);
        AwaitCondition(() => _database.Writer.Waiting == 3);
        var commits = _database.Writer.Commits;
        gate.Set();
        await held;
        Assert.Contains("another copy", loser.ExpectMsg<WriteMessagesFailed>().Cause.Message, StringComparison.Ordinal);
        Written(before, 1);
        Written(after, 1);
        Assert.Equal(["first"], Replay("two-lives").Events);
        Assert.Equal(["s1"], Replay("stranger-1").Events);
        Assert.Equal(["s2"], Replay("stranger-2").Events);
        Assert.InRange(_database.Writer.Commits - commits, 1, 2);
    }

    [Fact]
    public void Numbers_of_the_global_order_are_never_given_again()
    {
        Written(Write("a", ["1"], ["2"]), 2);
        var deleter = CreateTestProbe();
        Journal.Tell(new DeleteMessagesTo("a", 2, deleter), deleter);
        deleter.ExpectMsg<DeleteMessagesSuccess>();
        Written(WriteFrom(3, "a", ["3"]), 1);
        Assert.Equal(3, Number("SELECT ordering FROM journal"));
    }

    [Fact]
    [Trait("acceptance", "DU-12")]
    public async Task A_flipped_bit_stops_the_recovery()
    {
        Written(Write("a", ["1"], ["2"]), 2);
        await _database.Writer.Write(s => s.Run("UPDATE journal SET payload = x'00' || substr(payload, 2) WHERE seq = 2"));
        Assert.Equal(Domain.Blobs.StorageFault.Damaged, Failure("a").Fault);
    }

    [Fact]
    [Trait("acceptance", "CL-07")]
    public async Task A_missing_event_stops_the_recovery()
    {
        Written(Write("a", ["1"], ["2"], ["3"]), 3);
        await _database.Writer.Write(s => s.Run("DELETE FROM journal WHERE seq = 2"));
        Assert.Contains("2", Failure("a").Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("acceptance", "DU-12")]
    public async Task A_damaged_snapshot_is_passed_over_while_the_events_are_there()
    {
        Written(Write("a", ["1"]), 1);
        var saver = CreateTestProbe();
        foreach (var number in new[] { 1, 2 })
        {
            Snapshots.Tell(new SaveSnapshot(new("a", number, TimeProvider.System.GetUtcNow().UtcDateTime), $"state {number}"), saver);
            saver.ExpectMsg<SaveSnapshotSuccess>();
        }

        await _database.Writer.Write(s => s.Run("UPDATE snapshot SET checksum = checksum + 1 WHERE seq = 2"));
        Snapshots.Tell(new LoadSnapshot("a", SnapshotSelectionCriteria.Latest, long.MaxValue), saver);
        Assert.Equal("state 1", saver.ExpectMsg<LoadSnapshotResult>().Snapshot?.Snapshot);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _database.DisposeAsync().AsTask().Wait();
        _folder.Dispose();
    }

    private long? Number(string sql) => _database.Readers.Read(s => s.Number(sql)).Result;

    private Domain.Blobs.StorageException Failure(string name)
    {
        var reader = CreateTestProbe();
        Journal.Tell(new ReplayMessages(1, long.MaxValue, long.MaxValue, name, reader), reader);
        var failure = (ReplayMessagesFailure)reader.FishForMessage(m => m is ReplayMessagesFailure);
        return (Domain.Blobs.StorageException)(failure.Cause is AggregateException many ? many.Flatten().InnerExceptions[0] : failure.Cause);
    }
}

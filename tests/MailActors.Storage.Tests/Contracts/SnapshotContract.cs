using Akka.Actor.Setup;
using Akka.Persistence;

namespace MailActors.Storage.Tests.Contracts;

/// <summary>What every snapshot store of the product holds to.</summary>
public abstract class SnapshotContract(ActorSystemSetup setup) : PersistenceContract(setup)
{
    [Fact]
    public void A_stranger_has_no_snapshot() => Assert.Null(Load("nobody", SnapshotSelectionCriteria.Latest));

    [Fact]
    public void The_latest_snapshot_comes_back()
    {
        Save("a", 10, "ten");
        Save("a", 20, "twenty");
        Save("b", 30, "other");
        var loaded = Load("a", SnapshotSelectionCriteria.Latest);
        Assert.Equal("twenty", loaded?.Snapshot);
        Assert.Equal(20, loaded?.Metadata.SequenceNr);
        Assert.Equal("a", loaded?.Metadata.PersistenceId);
    }

    [Fact]
    public void Criteria_choose_by_number()
    {
        Save("a", 10, "ten");
        Save("a", 20, "twenty");
        Assert.Equal("ten", Load("a", new(19))?.Snapshot);
        Assert.Null(Load("a", new(9)));
    }

    [Fact]
    public void Criteria_choose_by_time()
    {
        var saved = Save("a", 10, "ten");
        Assert.Equal("ten", Load("a", new(long.MaxValue, saved.Timestamp))?.Snapshot);
        Assert.Null(Load("a", new(long.MaxValue, saved.Timestamp.AddDays(-1))));
    }

    [Fact]
    public void A_snapshot_of_the_same_number_replaces_the_first()
    {
        Save("a", 10, "first");
        Save("a", 10, "second");
        Assert.Equal("second", Load("a", SnapshotSelectionCriteria.Latest)?.Snapshot);
    }

    [Fact]
    public void A_large_snapshot_comes_back_whole()
    {
        var large = new string('x', 2_000_000);
        Save("a", 1, large);
        Assert.Equal(large, Load("a", SnapshotSelectionCriteria.Latest)?.Snapshot);
    }

    [Fact]
    public void One_snapshot_can_be_deleted()
    {
        Save("a", 10, "ten");
        var last = Save("a", 20, "twenty");
        var probe = CreateTestProbe();
        Snapshots.Tell(new DeleteSnapshot(last), probe);
        probe.ExpectMsg<DeleteSnapshotSuccess>();
        Assert.Equal("ten", Load("a", SnapshotSelectionCriteria.Latest)?.Snapshot);
    }

    [Fact]
    public void Many_snapshots_can_be_deleted_by_criteria()
    {
        foreach (var number in new[] { 10, 20, 30 }) Save("a", number, $"{number}");
        Save("b", 10, "other");
        var probe = CreateTestProbe();
        Snapshots.Tell(new DeleteSnapshots("a", new(20)), probe);
        probe.ExpectMsg<DeleteSnapshotsSuccess>();
        Assert.Equal("30", Load("a", SnapshotSelectionCriteria.Latest)?.Snapshot);
        Assert.Null(Load("a", new(20)));
        Assert.NotNull(Load("b", SnapshotSelectionCriteria.Latest));
    }

    private SnapshotMetadata Save(string name, long number, string state)
    {
        var probe = CreateTestProbe();
        Snapshots.Tell(new SaveSnapshot(new(name, number, TimeProvider.System.GetUtcNow().UtcDateTime), state), probe);
        return probe.ExpectMsg<SaveSnapshotSuccess>().Metadata;
    }

    private SelectedSnapshot? Load(string name, SnapshotSelectionCriteria criteria)
    {
        var probe = CreateTestProbe();
        Snapshots.Tell(new LoadSnapshot(name, criteria, long.MaxValue), probe);
        return probe.ExpectMsg<LoadSnapshotResult>().Snapshot;
    }
}

using MailActors.Domain;
using MailActors.Domain.Blobs;
using MailActors.Domain.Mailboxes;
using MailActors.Storage.Sweep;
using MailActors.Storage.Tests.Blobs;
using MailActors.Storage.Tests.Verify;
using MailActors.Storage.Verify;
using Microsoft.Extensions.Time.Testing;
using static MailActors.Domain.Mailboxes.MailboxEvents;

namespace MailActors.Storage.Tests.Sweep;

public sealed class BlobSweepTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));

    [Fact]
    public async Task What_nobody_names_goes_after_the_grace_time_and_nothing_else()
    {
        await using var store = await PlantedStore.Make();
        var named = await store.Blobs.Count("blob");
        await store.Blobs.Put(BlobFixture.Message(77));
        await store.Blobs.Put(BlobFixture.Message(700_000, random: true));
        var pieces = await store.Blobs.Count("blob_piece");

        Assert.Equal((2, 0, 0), Of(await Sweep(store)));
        _time.Advance(Grace - TimeSpan.FromSeconds(1));
        Assert.Equal((2, 0, 0), Of(await Sweep(store)));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((2, 2, 2), Of(await Sweep(store)));

        Assert.Equal(named, await store.Blobs.Count("blob"));
        Assert.Equal(pieces - 3, await store.Blobs.Count("blob_piece"));
        Assert.Equal(0, await store.Blobs.Count("blob_unnamed"));
        Assert.Empty(await store.Verify());
    }

    [Fact]
    public async Task A_message_goes_after_the_last_that_named_it_and_a_body_after_its_overlay()
    {
        await using var store = await PlantedStore.Make();
        var body = await store.Blobs.Put(BlobFixture.Message(78));
        var overlay = await store.Blobs.Store.PutOverlay("X: y\r\n"u8.ToArray(), body.Id, default);
        await store.Apply(new MessageDelivered(CommandId.New(), 6, 2, 2, PlantedStore.Added(overlay), []));
        await SweepTwice(store);
        Assert.NotNull(await store.Blobs.Get(overlay.Id));

        await store.Apply(new MessagesExpunged(CommandId.New(), 7, 2, UidSet.Of(2), 1, 0, overlay.Size, 0));
        await SweepTwice(store);
        Assert.Null(await store.Blobs.Get(overlay.Id));
        Assert.NotNull(await store.Blobs.Get(body.Id));
        await SweepTwice(store);
        Assert.Null(await store.Blobs.Get(body.Id));
        Assert.Empty(await store.Verify());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_stored_again_or_told_to_stay_has_its_grace_anew(bool keep)
    {
        await using var store = await PlantedStore.Make();
        var message = BlobFixture.Message(79);
        var stray = await store.Blobs.Put(message);
        await Sweep(store);
        _time.Advance(Grace);
        if (keep) Assert.True(await store.Blobs.Store.Retain([stray.Id], default));
        else await store.Blobs.Put(message);
        Assert.Equal(0, (await Sweep(store)).Removed);
        _time.Advance(Grace);
        Assert.Equal(1, (await Sweep(store)).Removed);
        Assert.False(await store.Blobs.Store.Retain([stray.Id], default));
    }

    /// <summary>The race of content addressing: a message is due, and while the sweep runs the same bytes come again and find themselves stored; what names
    /// them comes after the sweep has looked. The control takes the note's removal back, and the message is lost.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_same_bytes_stored_while_a_sweep_is_about_to_remove_them_stay(bool control)
    {
        await using var store = await PlantedStore.Make();
        var message = BlobFixture.Message(80);
        await store.Blobs.Put(message);
        await Sweep(store);
        _time.Advance(Grace);
        if (control) await store.Run("CREATE TRIGGER always AFTER DELETE ON blob_unnamed BEGIN INSERT INTO blob_unnamed VALUES (old.id, old.since); END");

        StoredBlob? again = null;
        await Sweep(store, atQueue: () => again ??= store.Blobs.Put(message).GetAwaiter().GetResult());
        await store.Apply(new MessageDelivered(CommandId.New(), 6, 2, 2, PlantedStore.Added(again!), []));

        var faults = (await store.Verify()).Where(finding => finding.IsFault).Select(finding => finding.Kind);
        Assert.Equal(control ? [FindingKind.MessageBlobMissing] : [], faults);
    }

    /// <summary>Why the grace time has a lower bound: without one, a message goes between being stored and being named.</summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(3600, false)]
    public async Task Only_a_grace_time_covers_the_way_from_storing_to_naming(int seconds, bool lost)
    {
        await using var store = await PlantedStore.Make();
        var stored = await store.Blobs.Put(BlobFixture.Message(81));
        for (var i = 0; i < 2; i++) await Sweep(store, new() { Grace = TimeSpan.FromSeconds(seconds) });
        await store.Apply(new MessageDelivered(CommandId.New(), 6, 2, 2, PlantedStore.Added(stored), []));
        Assert.Equal(lost, (await store.Verify()).Any(finding => finding.Kind == FindingKind.MessageBlobMissing));
        Assert.NotEmpty(new SweepSettings { Grace = TimeSpan.FromHours(1) - TimeSpan.FromTicks(1) }.Faults());
        Assert.Empty(new SweepSettings { Grace = TimeSpan.FromHours(1) }.Faults());
    }

    [Theory]
    [InlineData("UPDATE chunk SET checksum = checksum + 1")]
    [InlineData("DELETE FROM chunk")]
    [InlineData("UPDATE snapshot SET checksum = checksum + 1")]
    [InlineData("UPDATE journal SET checksum = checksum + 1 WHERE seq = 5")]
    [InlineData("UPDATE journal SET seq = 9 WHERE seq = 5")]
    [InlineData("UPDATE journal_pid SET name = 'mailbox-x' WHERE name = 'mailbox-1'")]
    public async Task Where_something_that_may_name_messages_cannot_be_read_nothing_is_removed(string damage)
    {
        await using var store = await PlantedStore.Make();
        await store.Blobs.Put(BlobFixture.Message(82));
        await Sweep(store);
        _time.Advance(Grace);
        var before = await store.Blobs.Count("blob");
        await store.Run(damage);
        await Assert.ThrowsAsync<StorageException>(() => Sweep(store));
        Assert.Equal(before, await store.Blobs.Count("blob"));
    }

    [Fact]
    public async Task A_look_writes_nothing()
    {
        await using var store = await PlantedStore.Make();
        await store.Blobs.Put(BlobFixture.Message(83));
        await Look();
        Assert.Equal(0, await store.Blobs.Count("blob_unnamed"));
        await Sweep(store);
        _time.Advance(Grace);
        var report = await Look();
        Assert.Equal((1, 1, 0), Of(report));
        Assert.Equal(1, await store.Blobs.Count("blob_unnamed"));

        async Task<SweepReport> Look() => (await new BlobSweep(store.Blobs.Database, store.Decoder(), new() { Grace = Grace }, _time).Run(remove: false, null, default))!;
    }

    [Fact]
    public async Task One_sweep_runs_at_a_time()
    {
        await using var store = await PlantedStore.Make();
        BlobSweep? sweep = null;
        var second = new List<SweepReport?>();
        sweep = new(store.Blobs.Database, store.Decoder(() => second.Add(sweep!.Run(true, null, default).GetAwaiter().GetResult())), new(), _time);
        Assert.NotNull(await sweep.Run(true, null, default));
        Assert.Equal([null], second);
        Assert.NotNull(await sweep.Run(true, null, default));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1 << 30, false)]
    public async Task What_was_freed_beyond_what_is_kept_for_new_mail_goes_back_to_the_file_system(long keepFree, bool shrinks)
    {
        await using var store = await PlantedStore.Make();
        for (var i = 0; i < 100; i++) await store.Blobs.Put(BlobFixture.Message(200_000 + i, random: true));
        await Sweep(store);
        _time.Advance(Grace);
        await store.Blobs.Database.Writer.CarryOver();
        Assert.True(await FileBecomes(octets => octets > 20_000_000));
        var before = await FileBytes();
        var report = await Sweep(store, new() { Grace = Grace, KeepFree = keepFree });
        Assert.Equal(100, report.Removed);
        Assert.Equal(shrinks, report.ReturnedBytes > 20_000_000);
        if (shrinks) Assert.True(await FileBecomes(octets => octets < before - 20_000_000));
        else Assert.InRange(await FileBytes(), before - 1_000_000, long.MaxValue);
        Assert.Empty(await store.Verify());

        // The log is carried over behind the last write, not before its answer.
        async Task<bool> FileBecomes(Predicate<long> wanted)
        {
            for (var i = 0; i < 600; i++, await Task.Delay(50))
                if (wanted(await FileBytes())) return true;
            return false;
        }

        async Task<long> FileBytes() => (await StoreStats.Read(store.Blobs.Database)).FileBytes;
    }

    [Fact]
    public async Task Large_messages_are_removed_a_few_in_each_write()
    {
        await using var store = await PlantedStore.Make();
        var large = (int)(SweepSlice.MaxBytes / 3);
        var ids = new List<BlobId>();
        for (var i = 0; i < 5; i++) ids.Add((await store.Blobs.Put(BlobFixture.Message(large + i), step: 1 << 20)).Id);
        await Sweep(store);
        _time.Advance(Grace);
        var until = _time.GetUtcNow().ToUnixTimeSeconds();
        var slice = new SweepSlice(ids, until, until);
        await store.Blobs.Database.Writer.Write(slice);
        Assert.Equal((3, 3), (slice.Settled, slice.Removed));
        Assert.Equal((2, 2, 2), Of(await Sweep(store)));
        Assert.Empty(await store.Verify());
    }

    private static (long Unnamed, long Due, long Removed) Of(SweepReport report) => (report.Unnamed, report.Due, report.Removed);

    private async Task SweepTwice(PlantedStore store)
    {
        await Sweep(store);
        _time.Advance(Grace);
        await Sweep(store);
    }

    private async Task<SweepReport> Sweep(PlantedStore store, SweepSettings? settings = null, Action? atQueue = null) =>
        (await new BlobSweep(store.Blobs.Database, store.Decoder(atQueue), settings ?? new() { Grace = Grace }, _time).Run(remove: true, null, default))!;
}

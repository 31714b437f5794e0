using System.Security.Cryptography;
using System.Text;
using MailActors.Domain.Blobs;
using MailActors.Protocol.Mime;
using MailActors.Storage.Blobs;

namespace MailActors.Storage.Tests.Blobs;

public sealed class BlobStoreTests
{
    private const int Piece = BlobSettings.Piece;

    [Theory]
    [InlineData(0, false)]
    [InlineData(4_000, false)]
    [InlineData(4_000, true)]
    [InlineData(Piece - 1000, true)]
    [InlineData(Piece + 1, true)]
    [InlineData((3 * Piece) + 5, false)]
    public async Task What_is_written_comes_back(int body, bool random)
    {
        await using var blobs = await BlobFixture.Make();
        var message = BlobFixture.Message(body, random);
        var stored = await blobs.Put(message);
        Assert.Equal(message.Length, stored.Size);
        Assert.Equal(BlobId.From(SHA256.HashData(message)), stored.Id);
        Assert.Equal(message, await blobs.Get(stored.Id));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(1, 2)]
    public async Task The_border_between_small_and_large_is_one_piece(int beyond, int pieces)
    {
        await using var blobs = await BlobFixture.Make();
        var head = BlobFixture.Message(0);
        byte[] message = [.. head, .. new byte[Piece + beyond - head.Length]];
        var stored = await blobs.Put(message);
        Assert.Equal(pieces, await blobs.Count("blob_piece"));
        Assert.Equal(message, await blobs.Get(stored.Id, step: Piece));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(Piece * 2)]
    public async Task The_same_bytes_are_kept_once(int body)
    {
        await using var blobs = await BlobFixture.Make();
        var message = BlobFixture.Message(body);
        var first = await blobs.Put(message);
        var pieces = await blobs.Count("blob_piece");
        var second = await blobs.Put(message, step: 333);
        Assert.Equal(first.Id, second.Id);
        Assert.Equal(1, await blobs.Count("blob"));
        Assert.Equal(pieces, await blobs.Count("blob_piece"));
        Assert.Equal(message, await blobs.Get(first.Id));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(Piece * 2)]
    public async Task A_writer_given_up_leaves_nothing(int body)
    {
        await using var blobs = await BlobFixture.Make();
        await using (var writer = blobs.Store.Create()) await writer.Write(BlobFixture.Message(body), default);
        Assert.Equal(0, await blobs.Count("blob"));
        Assert.Equal(0, await blobs.Count("blob_piece"));
    }

    [Fact]
    public async Task Uploads_of_an_earlier_run_are_removed_at_start_and_stored_ones_stay()
    {
        await using var blobs = await BlobFixture.Make();
        var kept = await blobs.Put(BlobFixture.Message(Piece * 2));
        await blobs.Run("INSERT INTO blob_piece(upload, piece, kind, checksum, data) VALUES (77, 0, 0, 0, x'00')");
        await SqliteBlobStore.Start(blobs.Database, new(), TimeProvider.System);
        Assert.Equal(3, await blobs.Count("blob_piece"));
        Assert.NotNull(await blobs.Get(kept.Id));
    }

    [Fact]
    public async Task Summaries_come_in_the_order_asked_for_and_null_where_missing()
    {
        await using var blobs = await BlobFixture.Make();
        var one = await blobs.Put(BlobFixture.Message(1));
        var two = await blobs.Put(BlobFixture.Message(2));
        var summaries = await blobs.Store.Summaries([two.Id, default, one.Id], default);
        Assert.Equal(["2@example.test", null, "1@example.test"], summaries.Select(s => s?.MessageId));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1 << 20)]
    public async Task Several_messages_are_opened_at_once_and_null_is_where_one_is_missing_or_damaged(int cache)
    {
        await using var blobs = await BlobFixture.Make(new() { Reserve = 0, SummaryCache = 0, BodyCache = cache });
        var small = await blobs.Put(BlobFixture.Message(100));
        var large = await blobs.Put(BlobFixture.Message(Piece * 2, random: true));
        var overlay = await blobs.Store.PutOverlay("Return-Path: <>\r\n"u8.ToArray(), small.Id, default);
        var damaged = await blobs.Put(BlobFixture.Message(Piece - 500, random: true));
        await blobs.Run($"UPDATE blob SET data = zeroblob(length(data)) WHERE id = x'{damaged.Id}'");
        BlobId[] ids = [overlay.Id, BlobId.From(new byte[32]), damaged.Id, large.Id, small.Id];

        var open = await blobs.Store.OpenAll(ids, default);

        Assert.Equal([overlay.Size, null, null, large.Size, small.Size], open.Select(reader => reader?.Length));
        for (var i = 0; i < ids.Length; i++)
        {
            if (open[i] is not { } reader) continue;
            var whole = new byte[reader.Length];
            for (var at = 0; at < whole.Length;) at += await reader.Read(at, whole.AsMemory(at), default);
            Assert.Equal(ids[i], BlobId.From(SHA256.HashData(whole)));
        }
    }

    [Fact]
    public async Task There_is_no_reader_for_a_stranger()
    {
        await using var blobs = await BlobFixture.Make();
        Assert.Null(await blobs.Store.Open(default, default));
    }

    [Theory]
    [InlineData("UPDATE blob SET data = x'00' || substr(data, 2)", 100)]
    [InlineData("UPDATE blob SET size = size + 1", 100)]
    [InlineData("UPDATE blob SET kind = 9", 100)]
    [InlineData("UPDATE blob_piece SET data = x'00' || substr(data, 2) WHERE piece = 1", Piece * 2)]
    [InlineData("DELETE FROM blob_piece WHERE piece = 1", Piece * 2)]
    [Trait("acceptance", "DU-12")]
    public async Task A_changed_bit_is_found_when_it_is_read(string change, int body)
    {
        await using var blobs = await BlobFixture.Make();
        var stored = await blobs.Put(BlobFixture.Message(body));
        await blobs.Run(change);
        var damaged = await Assert.ThrowsAsync<StorageException>(() => blobs.Get(stored.Id));
        Assert.Equal(StorageFault.Damaged, damaged.Fault);
    }

    [Fact]
    [Trait("acceptance", "DU-12")]
    public async Task A_damaged_summary_is_null_and_the_message_can_be_read()
    {
        await using var blobs = await BlobFixture.Make();
        var message = BlobFixture.Message(100);
        var stored = await blobs.Put(message);
        await blobs.Run("UPDATE blob SET summary = summary || x'00'");
        Assert.Null((await blobs.Store.Summaries([stored.Id], default))[0]);
        Assert.Equal(message, await blobs.Get(stored.Id));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(Piece * 2)]
    public async Task An_overlay_reads_as_head_and_body_and_keeps_the_body_once(int body)
    {
        await using var blobs = await BlobFixture.Make();
        var message = BlobFixture.Message(body);
        var under = await blobs.Put(message);
        var head = Encoding.ASCII.GetBytes("Return-Path: <b@example.test>\r\n");
        var outer = Encoding.ASCII.GetBytes("Delivered-To: c@example.test\r\n");
        var one = await blobs.Store.PutOverlay(head, under.Id, default);
        var two = await blobs.Store.PutOverlay(outer, one.Id, default);
        byte[] whole = [.. outer, .. head, .. message];
        Assert.Equal(BlobId.From(SHA256.HashData(whole)), two.Id);
        Assert.Equal(whole, await blobs.Get(two.Id));
        Assert.Equal(3, await blobs.Count("blob"));
        Assert.Equivalent(MessageSummaryBuilder.Summarise(whole), two.Summary, strict: true);
    }

    [Fact]
    public async Task The_summary_of_an_overlay_is_that_of_the_whole_also_for_parts()
    {
        await using var blobs = await BlobFixture.Make();
        var message = Encoding.ASCII.GetBytes(
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\ntwo\r\n--b--\r\n");
        var head = Encoding.ASCII.GetBytes("Return-Path: <>\r\n");
        var stored = await blobs.Store.PutOverlay(head, (await blobs.Put(message)).Id, default);
        Assert.Equivalent(MessageSummaryBuilder.Summarise([.. head, .. message]), stored.Summary, strict: true);
    }

    [Fact]
    public async Task An_overlay_on_nothing_is_damage()
    {
        await using var blobs = await BlobFixture.Make();
        await Assert.ThrowsAsync<StorageException>(() => blobs.Store.PutOverlay("X: y\r\n"u8.ToArray(), default, default));
    }

    [Fact]
    [Trait("acceptance", "DI-02")]
    public async Task New_messages_are_refused_while_only_the_reserve_is_left_and_old_ones_are_read()
    {
        await using var blobs = await BlobFixture.Make();
        var message = BlobFixture.Message(10);
        var stored = await blobs.Put(message);
        var store = await SqliteBlobStore.Start(blobs.Database, new() { Reserve = long.MaxValue }, TimeProvider.System);
        Assert.Equal(StorageFault.Full, Assert.Throws<StorageException>(store.Create).Fault);
        Assert.NotNull(await store.Open(stored.Id, default));
    }

    [Fact]
    public async Task Caches_give_what_the_disk_would()
    {
        await using var blobs = await BlobFixture.Make(new() { Reserve = 0, BodyCache = 4096, SummaryCache = 4096 });
        var messages = Enumerable.Range(1, 40).Select(i => BlobFixture.Message(i * 10)).ToList();
        var stored = new List<StoredBlob>();
        foreach (var message in messages) stored.Add(await blobs.Put(message));
        for (var i = 0; i < messages.Count; i++) Assert.Equal(messages[i], await blobs.Get(stored[i].Id));
        var summaries = await blobs.Store.Summaries([.. stored.Select(s => s.Id)], default);
        Assert.Equal(messages.Select(m => (long?)m.Length), summaries.Select(s => s?.Size));
    }
}

using MailActors.Domain;
using MailActors.Domain.Mailboxes;
using MailActors.Storage.Chunks;
using MailActors.Storage.Sqlite;
using MailActors.Storage.Tests.Sqlite;

namespace MailActors.Storage.Tests.Chunks;

public sealed class ChunkStoreTests
{
    private static readonly AccountId Owner = new(7);

    [Fact]
    public async Task Chunks_come_back_in_the_order_asked_for_and_null_where_missing()
    {
        await using var database = new TestDatabase();
        var store = new SqliteChunkStore(database.Database);
        StoredChunk one = new(ChunkKey.New(), 1, new byte[] { 1 }), two = new(ChunkKey.New(), 1, new byte[100_000]);
        await store.Save(Owner, [one, two], default);
        var loaded = await store.Load(Owner, [two.Key, ChunkKey.New(), one.Key], default);
        Assert.Equal([100_000, null, 1], loaded.Select(c => c?.Length));
    }

    [Fact]
    public async Task A_key_already_there_is_left_as_it_is()
    {
        await using var database = new TestDatabase();
        var store = new SqliteChunkStore(database.Database);
        StoredChunk chunk = new(ChunkKey.New(), 1, new byte[] { 1 });
        await store.Save(Owner, [chunk], default);
        await store.Save(Owner, [chunk], default);
        Assert.Equal(1, await database.Count("chunk"));
    }

    [Fact]
    public async Task A_chunk_belongs_to_its_account()
    {
        await using var database = new TestDatabase();
        var store = new SqliteChunkStore(database.Database);
        StoredChunk chunk = new(ChunkKey.New(), 1, new byte[] { 1 });
        await store.Save(Owner, [chunk], default);
        Assert.Null((await store.Load(new(8), [chunk.Key], default))[0]);
        await store.Delete(new(8), [chunk.Key], default);
        Assert.NotNull((await store.Load(Owner, [chunk.Key], default))[0]);
        await store.Delete(Owner, [chunk.Key, ChunkKey.New()], default);
        Assert.Null((await store.Load(Owner, [chunk.Key], default))[0]);
    }

    [Fact]
    [Trait("acceptance", "DU-12")]
    public async Task A_changed_bit_makes_a_chunk_missing()
    {
        await using var database = new TestDatabase();
        var store = new SqliteChunkStore(database.Database);
        StoredChunk chunk = new(ChunkKey.New(), 1, new byte[] { 1, 2 });
        await store.Save(Owner, [chunk], default);
        await database.Writer.Write(s => s.Run("UPDATE chunk SET data = x'0103'"));
        Assert.Null((await store.Load(Owner, [chunk.Key], default))[0]);
    }
}

using System.Security.Cryptography;
using System.Text;
using MailActors.Domain.Blobs;
using MailActors.Storage.Blobs;
using MailActors.Storage.Sqlite;
using MailActors.Storage.Tests.Sqlite;

namespace MailActors.Storage.Tests.Blobs;

/// <summary>A blob store on a database of its own, without caches unless asked for.</summary>
public sealed class BlobFixture : IAsyncDisposable
{
    private static readonly BlobSettings Uncached = new() { Reserve = 0, SummaryCache = 0, BodyCache = 0 };

    private readonly TestDatabase _database = new();

    private BlobFixture() { }

    public SqliteBlobStore Store { get; private set; } = null!;

    public SqliteDatabase Database => _database.Database;

    public static async Task<BlobFixture> Make(BlobSettings? settings = null)
    {
        var fixture = new BlobFixture();
        fixture.Store = await SqliteBlobStore.Start(fixture.Database, settings ?? Uncached, TimeProvider.System);
        return fixture;
    }

    public static byte[] Message(int body, bool random = false)
    {
        var head = Encoding.ASCII.GetBytes($"From: a@example.test\r\nSubject: {body} octets\r\nMessage-ID: <{body}@example.test>\r\n\r\n");
        var octets = random ? RandomNumberGenerator.GetBytes(body) : Encoding.ASCII.GetBytes(new string('x', body));
        return [.. head, .. octets];
    }

    public async Task<StoredBlob> Put(byte[] message, int step = 10_000)
    {
        await using var writer = Store.Create();
        for (var i = 0; i < message.Length; i += step)
            await writer.Write(message.AsMemory(i, Math.Min(step, message.Length - i)), default);
        return await writer.Complete(default);
    }

    public async Task<byte[]?> Get(BlobId id, int step = 7_001)
    {
        await using var reader = await Store.Open(id, default);
        if (reader is null) return null;
        var whole = new byte[reader.Length];
        for (var at = 0; ;)
        {
            var read = await reader.Read(at, whole.AsMemory(at, Math.Min(step, whole.Length - at)), default);
            if (read == 0) return at == whole.Length ? whole : throw new EndOfStreamException($"{at} of {whole.Length}");
            at += read;
        }
    }

    public Task<long> Count(string table) => _database.Count(table);

    public Task<int> Run(string sql) => _database.Writer.Write(s => s.Run(sql));

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}

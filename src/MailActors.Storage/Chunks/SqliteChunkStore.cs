using MailActors.Domain;
using MailActors.Domain.Mailboxes;
using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Chunks;

/// <summary>Folder chunks in the node's database, one row each, through the same writer as the events.</summary>
public sealed class SqliteChunkStore(SqliteDatabase database) : IChunkStore
{
    public Task<IReadOnlyList<ReadOnlyMemory<byte>?>> Load(AccountId account, IReadOnlyList<ChunkKey> keys, CancellationToken cancel) =>
        database.Readers.Read<IReadOnlyList<ReadOnlyMemory<byte>?>>(session =>
        {
            var found = new ReadOnlyMemory<byte>?[keys.Count];
            for (var i = 0; i < found.Length; i++) found[i] = Find(session, account, keys[i]);
            return found;
        }, cancel);

    public Task Save(AccountId account, IReadOnlyList<StoredChunk> chunks, CancellationToken cancel) =>
        database.Writer.Write(session =>
        {
            foreach (var chunk in chunks)
            {
                var bytes = chunk.Bytes.Span;
                using var insert = session.Use("INSERT INTO chunk(account, key, folder, checksum, data) VALUES (?, ?, ?, ?, ?) ON CONFLICT(account, key) DO NOTHING");
                insert.Bind(1, account.Value).Bind(2, Octets(chunk.Key)).Bind(3, chunk.Folder).Bind(4, Crc32C.Of(bytes)).Bind(5, bytes).Run();
            }

            return chunks.Count;
        }, chunks.Sum(chunk => chunk.Bytes.Length + 64));

    public Task Delete(AccountId account, IReadOnlyList<ChunkKey> keys, CancellationToken cancel) =>
        database.Writer.Write(session =>
        {
            foreach (var key in keys)
            {
                using var delete = session.Use("DELETE FROM chunk WHERE account = ? AND key = ?");
                delete.Bind(1, account.Value).Bind(2, Octets(key)).Run();
            }

            return keys.Count;
        });

    private static ReadOnlyMemory<byte>? Find(SqliteSession session, AccountId account, ChunkKey key)
    {
        using var read = session.Use("SELECT checksum, data FROM chunk WHERE account = ? AND key = ?");
        if (!read.Bind(1, account.Value).Bind(2, Octets(key)).Step()) return null;
        var bytes = read.Blob(1);
        if (Crc32C.Of(bytes) != read.Long(0)) return null;
        return bytes.ToArray();
    }

    private static byte[] Octets(ChunkKey key) => key.Value.ToByteArray(bigEndian: true);
}

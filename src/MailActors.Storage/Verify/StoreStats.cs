using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Verify;

/// <summary>How full the store is.</summary>
/// <param name="FileBytes">Octets of the database file.</param>
/// <param name="LogBytes">Octets of the write-ahead log.</param>
/// <param name="ReclaimableBytes">Octets of the file that hold nothing; new mail goes there first.</param>
/// <param name="BlobBytes">Octets of all messages as their readers see them, each blob once.</param>
/// <param name="StoredBlobBytes">Octets they take, packed.</param>
public sealed record StoreStats(
    long FileBytes, long LogBytes, long ReclaimableBytes, long FreeDiskBytes,
    long Events, long Snapshots, long Streams, long Chunks, long Blobs, long Overlays, long Pieces, long BlobBytes, long StoredBlobBytes)
{
    public static Task<StoreStats> Read(SqliteDatabase database, CancellationToken cancel = default) => database.Readers.Read(session =>
    {
        var log = new FileInfo(database.Settings.File + "-wal");
        long N(string sql) => session.Number(sql) ?? 0;
        return new StoreStats(
            new FileInfo(database.Settings.File).Length,
            log.Exists ? log.Length : 0,
            N("PRAGMA freelist_count") * N("PRAGMA page_size"),
            new DriveInfo(Path.GetFullPath(database.Settings.Folder)).AvailableFreeSpace,
            N("SELECT count(*) FROM journal"),
            N("SELECT count(*) FROM snapshot"),
            N("SELECT count(*) FROM journal_pid"),
            N("SELECT count(*) FROM chunk"),
            N("SELECT count(*) FROM blob"),
            N("SELECT count(*) FROM blob WHERE kind = 3"),
            N("SELECT count(*) FROM blob_piece"),
            N("SELECT coalesce(sum(size), 0) FROM blob WHERE kind <> 3"),
            N("SELECT coalesce(sum(length(data)), 0) FROM blob") + N("SELECT coalesce(sum(length(data)), 0) FROM blob_piece"));
    }, cancel);
}

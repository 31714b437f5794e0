using MailActors.Domain.Blobs;
using MailActors.Domain.Mailboxes;
using MailActors.Storage.Journal;
using MailActors.Storage.Sqlite;
using MailActors.Storage.Verify;

namespace MailActors.Storage.Sweep;

/// <summary>Reads who names which message, as the actors themselves would recover. What can't be read whole ends the sweep: nothing is removed on a guess.
/// <list type="number">
/// <item>All partitions of the queue are read at one moment, because a message may go from one to another.</item>
/// <item>Mailboxes are read behind them, each at a moment of its own: mail goes from the queue to a mailbox and never back, and never from one mailbox
/// to another. So no reading lasts long enough to keep the log from being cut.</item>
/// </list></summary>
internal sealed class LiveNames(SqliteReaders readers, StoreDecoder decoder, Action<BlobId> each)
{
    /// <param name="progress">Mailboxes done and all of them.</param>
    public async Task Read(Action<long, long> progress, CancellationToken cancel)
    {
        await readers.ReadMoment(Queues, cancel).ConfigureAwait(false);
        var mailboxes = await readers.Read(session => Streams(session, StoreDecoder.MailboxPrefix), cancel).ConfigureAwait(false);
        for (var i = 0; i < mailboxes.Count; i++)
        {
            var (pid, name) = mailboxes[i];
            await readers.ReadMoment(session => Mailbox(session, pid, name), cancel).ConfigureAwait(false);
            progress(i + 1, mailboxes.Count);
        }
    }

    private int Queues(SqliteSession session)
    {
        foreach (var (pid, _) in Streams(session, StoreDecoder.QueuePrefix))
        {
            var (root, after) = Root(session, pid);
            var history = new List<object>();
            if (root is not null) history.Add(root);
            JournalReads.Replay(session, pid, after + 1, long.MaxValue, long.MaxValue, row => history.Add(Decoded(row)));
            foreach (var blob in decoder.QueueBlobs(history)) each(blob);
        }

        return 0;
    }

    private int Mailbox(SqliteSession session, long pid, string name)
    {
        if (!long.TryParse(name.AsSpan(StoreDecoder.MailboxPrefix.Length), out var account)) throw Unreadable(name);
        var (root, after) = Root(session, pid);
        var state = root is null ? new MailboxState(new(account)) : root is MailboxRoot of ? of.ToState() : throw Unreadable(name);
        JournalReads.Replay(session, pid, after + 1, long.MaxValue, long.MaxValue, row =>
            state = Decoded(row) is MailboxEvent e ? state.Apply(e, row.Seq) : throw Unreadable(name));
        foreach (var folder in state.Folders.Keys)
        {
            // One folder is in memory at a time.
            var loaded = state.Load(folder, Chunks(session, state, folder)) ?? throw Unreadable(name);
            foreach (var chunk in loaded.Folders[folder].Messages.Chunks)
                for (var i = 0; i < chunk.Count; i++) each(chunk[i].Blob);
        }

        return 0;
    }

    private static Dictionary<ChunkKey, ReadOnlyMemory<byte>> Chunks(SqliteSession session, MailboxState state, int folder)
    {
        var found = new Dictionary<ChunkKey, ReadOnlyMemory<byte>>();
        foreach (var key in state.MissingKeys(folder))
        {
            using var read = session.Use("SELECT checksum, data FROM chunk WHERE account = ? AND key = ?");
            read.Bind(1, state.Account.Value).Bind(2, key.Value.ToByteArray(bigEndian: true));
            if (read.Step() && Crc32C.Of(read.Blob(1)) == read.Long(0)) found[key] = read.Blob(1).ToArray();
        }

        return found;
    }

    /// <summary>The newest snapshot. One that is damaged is no reason to take an older: the store is to be looked at first.</summary>
    private (object? Root, long Seq) Root(SqliteSession session, long pid)
    {
        using var read = session.Use($"SELECT {EventRow.Columns} FROM snapshot WHERE pid = ? ORDER BY seq DESC LIMIT 1");
        if (!read.Bind(1, pid).Step()) return (null, 0);
        var row = EventRow.Read(read, pid);
        return (Decoded(row), row.Seq);
    }

    private object Decoded(EventRow row) => decoder.Decode(row.Serializer, row.Manifest, row.Payload);

    private static List<(long Pid, string Name)> Streams(SqliteSession session, string prefix)
    {
        var streams = new List<(long, string)>();
        using var read = session.Use("SELECT id, name FROM journal_pid ORDER BY id");
        while (read.Step())
            if (read.Text(1).StartsWith(prefix, StringComparison.Ordinal)) streams.Add((read.Long(0), read.Text(1)));
        return streams;
    }

    private static StorageException Unreadable(string name) => new(StorageFault.Damaged, $"{name} can't be read whole; run store verify.");
}

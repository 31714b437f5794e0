using MailActors.Domain.Blobs;
using MailActors.Storage.Journal;
using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Verify;

/// <summary>Walks the events of every persistent actor: nothing missing, nothing twice, nothing changed, everything readable; then hands
/// them to the check of what they build.</summary>
internal sealed class StreamCheck(SqliteSession session, VerifyReport report, StoreDecoder decoder, MailboxCheck mailboxes, KnownBlobs blobs)
{
    public void Run()
    {
        using (var strangers = session.Use("SELECT pid, count(*) FROM journal WHERE pid NOT IN (SELECT id FROM journal_pid) GROUP BY pid"))
            while (strangers.Step()) report.Add(FindingKind.JournalStranger, $"persistence id number {strangers.Long(0)}", $"{strangers.Long(1)} events of nobody");
        var total = session.Number("SELECT count(*) FROM journal_pid") ?? 0;
        using var read = session.Use("SELECT id, name FROM journal_pid ORDER BY id");
        for (long done = 1; read.Step(); done++)
        {
            Check(read.Long(0), read.Text(1));
            report.Step("journal", done, total);
        }
    }

    private void Check(long pid, string name)
    {
        var highest = JournalReads.Highest(session, pid);
        var snapshot = Snapshot(pid, name, highest);
        var events = Events(pid, name, snapshot?.Seq ?? 0);
        if (name.StartsWith(StoreDecoder.MailboxPrefix, StringComparison.Ordinal)) mailboxes.Check(name, snapshot, events);
        else if (name.StartsWith(StoreDecoder.QueuePrefix, StringComparison.Ordinal)) CheckQueue(name, snapshot, events);
    }

    /// <summary>The latest snapshot that can be read; the others are looked at as well.</summary>
    private Recovered? Snapshot(long pid, string name, long highest)
    {
        Recovered? latest = null;
        using var read = session.Use("SELECT seq, time, serializer, manifest, checksum, payload FROM snapshot WHERE pid = ? ORDER BY seq DESC");
        read.Bind(1, pid);
        while (read.Step())
        {
            var seq = read.Long(0);
            if (seq > highest) report.Add(FindingKind.SnapshotAhead, name, $"a snapshot is of event {seq}, the last event is {highest}");
            if (Decoded(read, pid, name, FindingKind.SnapshotChecksum, FindingKind.SnapshotUndecodable) is { } state) latest ??= new(seq, state);
        }

        return latest;
    }

    private List<Recovered> Events(long pid, string name, long after)
    {
        var events = new List<Recovered>();
        var expected = JournalReads.DeletedTo(session, pid) + 1;
        long ordering = 0;
        using var read = session.Use("SELECT seq, time, serializer, manifest, checksum, payload, ordering FROM journal WHERE pid = ? AND seq >= ? ORDER BY seq, ordering");
        read.Bind(1, pid).Bind(2, expected);
        while (read.Step())
        {
            var seq = read.Long(0);
            if (seq < expected) report.Add(FindingKind.JournalDuplicate, name, $"event {seq} is there twice");
            else if (seq > expected) report.Add(FindingKind.JournalGap, name, $"events {expected} to {seq - 1} are missing");
            else if (read.Long(6) < ordering) report.Add(FindingKind.JournalOrder, name, $"event {seq} was written before the one it follows");
            expected = seq + 1;
            ordering = read.Long(6);
            if (Decoded(read, pid, name, FindingKind.JournalChecksum, FindingKind.EventUndecodable) is { } e && seq > after) events.Add(new(seq, e));
        }

        return events;
    }

    private object? Decoded(Statement read, long pid, string name, FindingKind checksum, FindingKind undecodable)
    {
        try
        {
            var row = EventRow.Read(read, pid);
            return decoder.Decode(row.Serializer, row.Manifest, row.Payload);
        }
        catch (StorageException error)
        {
            report.Add(checksum, name, error.Message);
        }
        catch (Exception error)
        {
            report.Add(undecodable, name, $"row {read.Long(0)}: {error.Message}");
        }

        return null;
    }

    private void CheckQueue(string name, Recovered? snapshot, List<Recovered> events)
    {
        try
        {
            foreach (var blob in decoder.QueueBlobs([.. snapshot is null ? [] : new[] { snapshot.Value }, .. events.Select(e => e.Value)]))
                if (blobs.Name(blob) is null) report.Add(FindingKind.QueueBlobMissing, name, $"blob {blob} is missing");
        }
        catch (Exception error)
        {
            report.Add(FindingKind.QueueUnreadable, name, error.Message);
        }
    }
}

/// <summary>An event or a snapshot and its number.</summary>
internal sealed record Recovered(long Seq, object Value);

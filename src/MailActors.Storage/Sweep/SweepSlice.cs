using MailActors.Domain.Blobs;
using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Sweep;

/// <summary>Settles a few messages that nobody was found to name: those seen so for the first time are noted, those noted for the grace time go. Decided
/// in the transaction that removes them, on the writer's thread: a message stored again before it has lost its note, and stays; one stored again
/// after it is stored anew.</summary>
/// <param name="now">Seconds since 1970 UTC.</param>
/// <param name="until">What was noted after this stays.</param>
internal sealed class SweepSlice(IReadOnlyList<BlobId> unnamed, long now, long until) : IWriteUnit
{
    public const int Size = 64;

    /// <summary>Octets of messages after which it ends: others wait for the writer.</summary>
    public const long MaxBytes = 32 << 20;

    public int Bytes => unnamed.Count * 1024;

    /// <summary>How many of them, from the first, it came to; at least one.</summary>
    public int Settled { get; private set; }

    public int Removed { get; private set; }

    /// <summary>Octets of the removed, as their readers saw them.</summary>
    public long RemovedBytes { get; private set; }

    public void Execute(SqliteSession session)
    {
        (Settled, Removed, RemovedBytes) = (0, 0, 0);
        foreach (var id in unnamed)
        {
            if (RemovedBytes >= MaxBytes) return;
            Settled++;
            if (UnnamedRows.HasOverlay(session, id))
            {
                UnnamedRows.Forget(session, id);
            }
            else if (UnnamedRows.Since(session, id) is not { } since)
            {
                using var note = session.Use("INSERT INTO blob_unnamed(id, since) SELECT id, ?2 FROM blob WHERE id = ?1");
                note.Bind(1, id.AsSpan()).Bind(2, now).Run();
            }
            else if (since <= until)
            {
                Remove(session, id);
            }
        }
    }

    private void Remove(SqliteSession session, BlobId id)
    {
        if (UnnamedRows.SizeOf(session, id) is { } size)
        {
            Removed++;
            RemovedBytes += size;
        }

        using (var pieces = session.Use("DELETE FROM blob_piece WHERE upload = (SELECT upload FROM blob WHERE id = ?)"))
            pieces.Bind(1, id.AsSpan()).Run();
        using (var blob = session.Use("DELETE FROM blob WHERE id = ?"))
            blob.Bind(1, id.AsSpan()).Run();
        UnnamedRows.Forget(session, id);
    }
}

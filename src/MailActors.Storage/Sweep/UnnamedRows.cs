using MailActors.Domain.Blobs;
using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Sweep;

/// <summary>What is noted of messages nobody names, and what may hold them all the same.</summary>
internal static class UnnamedRows
{
    /// <summary>Seconds since 1970 UTC; null when it is not noted.</summary>
    public static long? Since(SqliteSession session, BlobId id)
    {
        using var read = session.Use("SELECT since FROM blob_unnamed WHERE id = ?");
        return read.Bind(1, id.AsSpan()).Step() ? read.Long(0) : null;
    }

    public static void Forget(SqliteSession session, BlobId id)
    {
        using var delete = session.Use("DELETE FROM blob_unnamed WHERE id = ?");
        delete.Bind(1, id.AsSpan()).Run();
    }

    /// <summary>Another message stands on it; it can go when that has gone.</summary>
    public static bool HasOverlay(SqliteSession session, BlobId id)
    {
        using var read = session.Use("SELECT 1 FROM blob WHERE base = ? LIMIT 1");
        return read.Bind(1, id.AsSpan()).Step();
    }

    /// <summary>Octets; null when there is no such message.</summary>
    public static long? SizeOf(SqliteSession session, BlobId id)
    {
        using var read = session.Use("SELECT size FROM blob WHERE id = ?");
        return read.Bind(1, id.AsSpan()).Step() ? read.Long(0) : null;
    }

    /// <summary>The next names behind <paramref name="after"/>, ascending.</summary>
    /// <param name="sql">Takes the name to begin behind, and how many.</param>
    public static List<BlobId> Page(SqliteSession session, string sql, BlobId? after, int count)
    {
        var page = new List<BlobId>(count);
        using var read = session.Use(sql);
        if (after is { } last) read.Bind(1, last.AsSpan());
        else read.Bind(1, ReadOnlySpan<byte>.Empty);
        read.Bind(2, count);
        while (read.Step()) page.Add(BlobId.From(read.Blob(0)));
        return page;
    }
}

using MailActors.Domain.Blobs;
using MailActors.Storage.Sqlite;
using MailActors.Storage.Tests.Sqlite;

namespace MailActors.Storage.Tests.Crash;

public sealed class CrashTests
{
    [Fact]
    [Trait("acceptance", "DU-04")]
    public async Task Whatever_was_acknowledged_before_a_kill_is_there()
    {
        using var folder = new TempFolder();
        var acknowledged = new List<long>();
        for (var round = 0; round < 5; round++)
        {
            using var child = Child.Start(folder.Path, "FULL", (round * 1_000_000) + 1, 1_000_000, 50);
            acknowledged.AddRange(await Child.Acknowledged(child, 40 + (round * 397)));
            child.Kill();
            await child.WaitForExitAsync();
            Assert.Subset(await Child.Stored(folder.Path), acknowledged.ToHashSet());
        }
    }

    [Fact]
    [Trait("acceptance", "DU-06")]
    public async Task An_fsync_that_fails_ends_the_process_and_nothing_is_acknowledged_after_it()
    {
        using var folder = new TempFolder();
        var trace = Path.Combine(folder.Path, "trace");
        using var child = Child.Start(folder.Path, "FULL", 1, 100_000, 1, "-f", "-o", trace, "-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:error=EIO:when=60+");
        var acknowledged = await Child.Acknowledged(child);
        await child.WaitForExitAsync();
        Assert.NotEqual(0, child.ExitCode);
        Assert.NotEmpty(acknowledged);
        Assert.Subset(await Child.Stored(folder.Path), acknowledged.ToHashSet());
    }

    [Theory]
    [InlineData("FULL", true)]
    [InlineData("NORMAL", false)]
    [Trait("acceptance", "DU-01")]
    public async Task Only_with_full_each_commit_is_synced_before_it_is_acknowledged(string synchronous, bool synced)
    {
        const int count = 40;
        using var folder = new TempFolder();
        var trace = Path.Combine(folder.Path, "trace");
        using var child = Child.Start(folder.Path, synchronous, 1, count, 1, "-f", "-o", trace, "-e", "trace=fsync,fdatasync,write");
        Assert.Equal(count, (await Child.Acknowledged(child)).Count);
        await child.WaitForExitAsync();
        // Opening the database syncs too, so the first acknowledgement says nothing about NORMAL.
        Assert.InRange(SyncedAcknowledgements(File.ReadLines(trace)), synced ? count : 0, synced ? count : 1);
    }

    [Fact]
    [Trait("acceptance", "DI-01")]
    public async Task A_full_disk_fails_writes_keeps_reads_and_recovers_when_there_is_room()
    {
        await using var database = new TestDatabase();
        await database.Insert(1);
        var pages = await database.Writer.Write(s => s.Number("PRAGMA page_count")) ?? 0;
        await database.Writer.Write(s => Limit(s, pages + 2));
        var full = await Assert.ThrowsAsync<StorageException>(() => database.Insert([.. Enumerable.Range(2, 5000).Select(i => (long)i)]));
        Assert.Equal(StorageFault.Full, full.Fault);
        Assert.Equal(1, await database.Count());
        await database.Writer.Write(s => Limit(s, 1_000_000));
        await database.Insert([.. Enumerable.Range(2, 5000).Select(i => (long)i)]);
        Assert.Equal(5001, await database.Count());
    }

    private static int Limit(SqliteSession session, long pages)
    {
        using var command = session.Connection.CreateCommand();
        command.CommandText = $"PRAGMA max_page_count={pages}";
        return command.ExecuteNonQuery();
    }

    /// <summary>Acknowledgements with a sync between them and the one before.</summary>
    private static int SyncedAcknowledgements(IEnumerable<string> trace)
    {
        var synced = false;
        var count = 0;
        foreach (var line in trace)
        {
            if (line.Contains("sync(", StringComparison.Ordinal)) synced = true;
            if (!line.Contains("write(", StringComparison.Ordinal) || !line.Contains("\\n\"", StringComparison.Ordinal) || !IsNumber(line)) continue;
            if (synced) count++;
            synced = false;
        }

        return count;
    }

    private static bool IsNumber(string line)
    {
        var start = line.IndexOf('"', StringComparison.Ordinal) + 1;
        var end = line.IndexOf("\\n\"", start, StringComparison.Ordinal);
        return end > start && long.TryParse(line[start..end], out _);
    }
}

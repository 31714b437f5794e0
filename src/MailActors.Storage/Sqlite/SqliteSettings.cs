namespace MailActors.Storage.Sqlite;

/// <summary>The one database file of the embedded profile.</summary>
public sealed record SqliteSettings
{
    /// <summary>The data folder; made when missing, for its owner only.</summary>
    public string Folder { get; init; } = "data";

    /// <summary>FULL: a commit is on disk before anybody is told. Other values are refused unless <see cref="Unsafe"/> is set.</summary>
    public string Synchronous { get; init; } = "FULL";

    /// <summary>Runs although a power cut may lose what was acknowledged. For experiments only.</summary>
    public bool Unsafe { get; init; }

    /// <summary>Octets of a page; counts only when the file is made.</summary>
    public int PageSize { get; init; } = 4096;

    /// <summary>Octets of page cache of the writing connection.</summary>
    public long WriterCache { get; init; } = 64 << 20;

    /// <summary>Octets of page cache of each reading connection.</summary>
    public long ReaderCache { get; init; } = 8 << 20;

    /// <summary>Octets of the file that readers map instead of copying.</summary>
    public long Map { get; init; } = 256 << 20;

    public int Readers { get; init; } = 4;

    /// <summary>Octets the write-ahead log grows to before the writer carries it over into the file.</summary>
    public long LogSize { get; init; } = 32 << 20;

    /// <summary>Units that share one transaction at most.</summary>
    public int BatchUnits { get; init; } = 2000;

    /// <summary>Octets that share one transaction at most.</summary>
    public long BatchBytes { get; init; } = 8 << 20;

    /// <summary>Units that may wait for the writer; one more is refused as unavailable.</summary>
    public int QueueUnits { get; init; } = 200_000;

    /// <summary>Octets that may wait for the writer; beyond it a unit is refused as unavailable.</summary>
    public long QueueBytes { get; init; } = 256 << 20;

    public string File => Path.Combine(Folder, "mailactors.db");

    public IEnumerable<string> Faults()
    {
        if (string.IsNullOrWhiteSpace(Folder)) yield return "Folder is empty: name the data folder.";
        if (!IsFull && !Unsafe)
            yield return $"Synchronous is {Synchronous}: set it to FULL, or set Unsafe to run although acknowledged mail may be lost.";
        if (Synchronous is not ("OFF" or "NORMAL" or "FULL" or "EXTRA")) yield return "Synchronous is not one of OFF, NORMAL, FULL, EXTRA.";
        if (PageSize is < 512 or > 65536 || !int.IsPow2(PageSize)) yield return "PageSize is not a power of two between 512 and 65536.";
        if (Readers is < 1 or > 64) yield return "Readers is not between 1 and 64.";
        if (WriterCache < 1 << 20 || ReaderCache < 1 << 20) yield return "WriterCache and ReaderCache need at least 1 MB each.";
        if (LogSize < 1 << 20) yield return "LogSize needs at least 1 MB.";
        if (BatchUnits < 1 || BatchBytes < 1) yield return "BatchUnits and BatchBytes must be positive.";
        if (QueueUnits < BatchUnits || QueueBytes < BatchBytes) yield return "QueueUnits and QueueBytes must not be below BatchUnits and BatchBytes.";
    }

    internal bool IsFull => Synchronous is "FULL" or "EXTRA";
}

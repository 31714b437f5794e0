namespace MailActors.Storage.Blobs;

/// <summary>How messages are kept.</summary>
public sealed record BlobSettings
{
    /// <summary>Messages up to this many octets are one row; larger ones go to disk in pieces of this size.</summary>
    public const int Piece = 256 * 1024;

    /// <summary>Free octets of the disk below which no new message is taken, so that users can still delete.</summary>
    public long Reserve { get; init; } = 64 << 20;

    /// <summary>Octets of memory for summaries of the whole node.</summary>
    public long SummaryCache { get; init; } = 64 << 20;

    /// <summary>Octets of memory for small messages lately written or read.</summary>
    public long BodyCache { get; init; } = 32 << 20;

    /// <summary>Larger messages are not kept in memory.</summary>
    public int CachedBody { get; init; } = 64 * 1024;

    public IEnumerable<string> Faults()
    {
        if (Reserve < 0) yield return "Reserve must not be negative.";
        if (SummaryCache < 0 || BodyCache < 0) yield return "SummaryCache and BodyCache must not be negative.";
        if (CachedBody < 0 || CachedBody > Piece) yield return $"CachedBody is not between 0 and {Piece}.";
    }
}

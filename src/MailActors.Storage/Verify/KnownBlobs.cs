using MailActors.Domain.Blobs;

namespace MailActors.Storage.Verify;

/// <summary>Which blobs there are, how large, and which of them somebody has named.</summary>
internal sealed class KnownBlobs
{
    private readonly Dictionary<BlobId, long> _sizes = [];
    private readonly HashSet<BlobId> _named = [];

    public void Add(BlobId id, long size) => _sizes[id] = size;

    public bool Exists(BlobId id) => _sizes.ContainsKey(id);

    /// <summary>The size of a blob that is named; null when there is none.</summary>
    public long? Name(BlobId id)
    {
        _named.Add(id);
        return _sizes.TryGetValue(id, out var size) ? size : null;
    }

    public void ReportUnnamed(VerifyReport report)
    {
        foreach (var id in _sizes.Keys)
            if (!_named.Contains(id)) report.Add(FindingKind.UnnamedBlob, id.ToString(), "no mailbox, queue or overlay names it");
    }
}

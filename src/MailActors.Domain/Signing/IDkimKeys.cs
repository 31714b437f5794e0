using MailActors.Protocol.Dkim;

namespace MailActors.Domain.Signing;

/// <summary>The signing keys of our domains. Every change is durable when its task completes, and may throw StorageException.</summary>
public interface IDkimKeys
{
    /// <summary>Null domain: all. Ordered by domain, then by age.</summary>
    IReadOnlyList<DkimKey> List(string? domain);

    /// <summary>Makes a pending key.</summary>
    /// <param name="selector">Null: made from the month and the algorithm, such as <c>r202611</c>, and a letter when that is taken.</param>
    Task<DkimResult> Add(string domain, string? selector, DkimAlgorithm algorithm, CancellationToken cancel);

    /// <summary>From now on this key signs; the one of the same algorithm that did is retired.</summary>
    Task<DkimResult> Activate(string domain, string selector, CancellationToken cancel);

    Task<DkimResult> Remove(string domain, string selector, CancellationToken cancel);
}

/// <summary>A key, or why not.</summary>
public readonly record struct DkimResult(DkimKey? Key, DkimRejection? Reason)
{
    public static implicit operator DkimResult(DkimKey key) => new(key, null);

    public static implicit operator DkimResult(DkimRejection reason) => new(null, reason);
}

public enum DkimRejection
{
    /// <summary>Not a domain of ours.</summary>
    NoSuchDomain,
    NoSuchKey,

    /// <summary>Letters, digits and hyphens in labels, as in a host name.</summary>
    InvalidSelector,
    SelectorTaken,
}

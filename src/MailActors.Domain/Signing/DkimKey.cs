using System.Collections.Immutable;
using MailActors.Protocol.Dkim;

namespace MailActors.Domain.Signing;

/// <summary>The public side of a key that signs for a domain.</summary>
/// <param name="PublicKey">RSA: SubjectPublicKeyInfo; Ed25519: the 32 octets.</param>
/// <param name="Created">Seconds since 1970 UTC.</param>
public sealed record DkimKey(string Domain, string Selector, DkimAlgorithm Algorithm, ImmutableArray<byte> PublicKey, DkimKeyState State, long Created)
{
    public string RecordName => DkimRecord.Name(Domain, Selector);

    public string RecordValue => DkimRecord.Value(Algorithm, PublicKey.AsSpan());
}

public enum DkimKeyState
{
    /// <summary>To be published; it signs nothing yet.</summary>
    Pending,

    /// <summary>Signs; one for each algorithm and domain.</summary>
    Active,

    /// <summary>Signed before: keep it published until what it signed has arrived everywhere, about a week.</summary>
    Retired,
}

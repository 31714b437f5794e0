using System.Collections.Immutable;

namespace MailActors.Domain.Routing;

/// <summary>RFC 6698 §2.1, RFC 7218.</summary>
public sealed record TlsaRecord(byte Usage, byte Selector, byte Matching, ImmutableArray<byte> Data)
{
    /// <summary>Usage: a trust anchor of the domain's own.</summary>
    public const byte DaneTa = 2;

    /// <summary>Usage: the host's certificate itself.</summary>
    public const byte DaneEe = 3;

    /// <summary>Selector.</summary>
    public const byte Certificate = 0;

    /// <summary>Selector.</summary>
    public const byte PublicKey = 1;

    /// <summary>Matching type.</summary>
    public const byte Exact = 0;

    /// <summary>Matching type.</summary>
    public const byte Sha256 = 1;

    /// <summary>Matching type.</summary>
    public const byte Sha512 = 2;

    /// <summary>RFC 7672 §3.1.3: usages 0 and 1 are not for SMTP; a digest of another length can't match anything.</summary>
    public bool IsUsable => Usage is DaneTa or DaneEe && Selector is Certificate or PublicKey && Matching switch
    {
        Exact => Data.Length > 0,
        Sha256 => Data.Length == 32,
        Sha512 => Data.Length == 64,
        _ => false,
    };

    /// <summary>Those that count. RFC 7671 §9: among digests of one usage and selector only the strongest.</summary>
    public static ImmutableArray<TlsaRecord> Usable(IEnumerable<TlsaRecord> records)
    {
        TlsaRecord[] usable = [.. records.Where(record => record.IsUsable)];
        return
        [
            .. usable.Where(record => record.Matching != Sha256
                || !usable.Any(other => other.Matching == Sha512 && other.Usage == record.Usage && other.Selector == record.Selector)),
        ];
    }
}

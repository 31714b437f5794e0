using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace MailActors.Protocol.Srs;

/// <summary>The hash of an SRS address: the beginning of an HMAC-SHA1 in base64, over its parts in lower case. The scheme has four characters or more;
/// ours have eight, which nobody guesses through RCPT commands. Compared without case, as hosts on the way may change it.</summary>
/// <param name="secrets">The newest first: it makes hashes, all prove them.</param>
public sealed class SrsSeal(ImmutableArray<ReadOnlyMemory<byte>> secrets)
{
    public const int Length = 8;

    public string Make(params ReadOnlySpan<string> parts) => Make(secrets[0], parts);

    public bool Proves(string hash, params ReadOnlySpan<string> parts)
    {
        var given = Encoding.UTF8.GetBytes(hash.ToLowerInvariant());
        var good = false;
        foreach (var secret in secrets) good |= CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(Make(secret, parts).ToLowerInvariant()));
        return good;
    }

    /// <summary>A name for a sender that is kept here: the same each time, and nobody else can make one.</summary>
    internal string Name(string sender)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secrets[0].Span, Encoding.UTF8.GetBytes(sender), mac);
        return Convert.ToHexStringLower(mac[..16]);
    }

    private static string Make(ReadOnlyMemory<byte> secret, ReadOnlySpan<string> parts)
    {
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // The scheme says so, and a keyed hash does not suffer from SHA-1's collisions.
        HMACSHA1.HashData(secret.Span, Encoding.UTF8.GetBytes(string.Concat(parts).ToLowerInvariant()), mac);
#pragma warning restore CA5350
        return Convert.ToBase64String(mac)[..Length];
    }
}

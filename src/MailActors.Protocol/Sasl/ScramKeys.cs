using System.Security.Cryptography;
using System.Text;

namespace MailActors.Protocol.Sasl;

/// <summary>RFC 5802 §3, for SHA-256; the salted password itself is never kept. A login may have several passwords: the salt is told before the client
/// proves anything, so all of them are salted alike.</summary>
public sealed record ScramKeys(byte[] Salt, int Iterations, byte[] StoredKey, byte[] ServerKey)
{
    public const int KeyLength = SHA256.HashSizeInBytes;

    /// <summary>Of which app password; null: of the account's own.</summary>
    public string? Of { get; init; }

    /// <summary>Of other passwords of the same login, with this salt and these iterations.</summary>
    public IReadOnlyList<ScramKeys> Others { get; init; } = [];

    public bool IsSaltedLike(ScramKeys other) => Iterations == other.Iterations && Salt.AsSpan().SequenceEqual(other.Salt);

    /// <param name="password">Prepared by <see cref="OpaqueString"/>.</param>
    public static ScramKeys Derive(string password, byte[] salt, int iterations)
    {
        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA256, KeyLength);
        var clientKey = HMACSHA256.HashData(salted, "Client Key"u8);
        return new ScramKeys(salt, iterations, SHA256.HashData(clientKey), HMACSHA256.HashData(salted, "Server Key"u8));
    }
}

using System.Security.Cryptography;
using System.Text;

namespace MailActors.Protocol.Sasl;

/// <summary>RFC 5802 §3, for SHA-256; the salted password itself is never kept.</summary>
public sealed record ScramKeys(byte[] Salt, int Iterations, byte[] StoredKey, byte[] ServerKey)
{
    public const int KeyLength = SHA256.HashSizeInBytes;

    /// <param name="password">Prepared by <see cref="OpaqueString"/>.</param>
    public static ScramKeys Derive(string password, byte[] salt, int iterations)
    {
        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA256, KeyLength);
        var clientKey = HMACSHA256.HashData(salted, "Client Key"u8);
        return new ScramKeys(salt, iterations, SHA256.HashData(clientKey), HMACSHA256.HashData(salted, "Server Key"u8));
    }
}

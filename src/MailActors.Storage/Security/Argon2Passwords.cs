using System.Security.Cryptography;
using System.Text;
using Konscious.Security.Cryptography;

namespace MailActors.Storage.Security;

/// <summary>argon2id (RFC 9106) with a salt of its own for each password.</summary>
public sealed class Argon2Passwords(SecuritySettings settings) : IPasswordHash
{
    private const int SaltLength = 16;
    private const int HashLength = 32;

    public string Hash(string password)
    {
        var parameters = new PhcHash(
            settings.ArgonMemory, settings.ArgonPasses, settings.ArgonLanes, RandomNumberGenerator.GetBytes(SaltLength), new byte[HashLength]);
        return (parameters with { Hash = Compute(password, parameters) }).ToString();
    }

    public bool Verify(string password, string hash) =>
        PhcHash.TryParse(hash, out var stored) && CryptographicOperations.FixedTimeEquals(Compute(password, stored), stored.Hash);

    public bool IsOutdated(string hash) =>
        !PhcHash.TryParse(hash, out var stored) || stored.Memory != settings.ArgonMemory || stored.Passes != settings.ArgonPasses
        || stored.Lanes != settings.ArgonLanes || stored.Salt.Length < SaltLength || stored.Hash.Length < HashLength;

    private static byte[] Compute(string password, PhcHash parameters)
    {
        using var argon = new Argon2id(Encoding.UTF8.GetBytes(password))
        {
            Salt = parameters.Salt,
            MemorySize = parameters.Memory,
            Iterations = parameters.Passes,
            DegreeOfParallelism = parameters.Lanes,
        };
        return argon.GetBytes(parameters.Hash.Length);
    }
}

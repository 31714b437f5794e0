using System.Security.Cryptography;
using System.Text;

namespace MailActors.Domain.Tests.Security;

/// <summary>The other side of RFC 5802, written for the tests from its text.</summary>
internal sealed class ScramClient(string login, string password)
{
    private readonly string _bare = $"n={login},r=clientnonce";

    public string First => $"n,,{_bare}";

    public string Final(string challenge)
    {
        var serverFirst = Encoding.UTF8.GetString(Convert.FromBase64String(challenge));
        var parts = serverFirst.Split(',');
        var salted = Rfc2898DeriveBytes.Pbkdf2(
            password, Convert.FromBase64String(parts[1][2..]), int.Parse(parts[2][2..]), HashAlgorithmName.SHA256, 32);
        var clientKey = HMACSHA256.HashData(salted, "Client Key"u8);
        var withoutProof = $"c=biws,{parts[0]}";
        var signature = HMACSHA256.HashData(SHA256.HashData(clientKey), Encoding.UTF8.GetBytes($"{_bare},{serverFirst},{withoutProof}"));
        return $"{withoutProof},p={Convert.ToBase64String(clientKey.Zip(signature, (a, b) => (byte)(a ^ b)).ToArray())}";
    }
}

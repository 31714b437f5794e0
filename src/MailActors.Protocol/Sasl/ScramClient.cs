using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MailActors.Protocol.Sasl;

/// <summary>The client's side of SCRAM-SHA-256 (RFC 5802 §5, RFC 7677). The server must prove that it knows the password too.</summary>
internal sealed class ScramClient
{
    // RFC 7677 §4 asks for 4096; more than this would only keep us busy.
    private const int FewestIterations = 4096, MostIterations = 1_000_000;

    private readonly string _password;
    private readonly string _nonce;
    private readonly string _header;
    private readonly string _bare;
    private readonly byte[] _binding;
    private byte[]? _serverSignature;

    /// <param name="plus">The mechanism is the -PLUS one.</param>
    /// <param name="plusOffered">RFC 5802 §6: a client that could bind says so when the server seems unable to: it may have been made to look so.</param>
    public ScramClient(string user, string password, string nonce, ChannelBindings bindings, bool plus, bool plusOffered)
    {
        _password = password;
        _nonce = nonce;
        _header = plus ? "p=tls-server-end-point,," : !bindings.ServerEndPoint.IsEmpty && !plusOffered ? "y,," : "n,,";
        _bare = $"n={user.Replace("=", "=3D").Replace(",", "=2C")},r={nonce}";
        _binding = [.. Encoding.ASCII.GetBytes(_header), .. plus ? bindings.ServerEndPoint.Span : []];
    }

    public string First => _header + _bare;

    public bool IsProven { get; private set; }

    /// <summary>Null: not what may come now, or the server does not know the password.</summary>
    public string? Respond(ReadOnlySpan<byte> challenge)
    {
        if (IsProven || !ScramText.TryDecode(challenge, out var text)) return null;
        return _serverSignature is null ? Final(text) : Check(text) ? "" : null;
    }

    private string? Final(string serverFirst)
    {
        var parts = serverFirst.Split(',');
        if (parts.Length < 3 || !parts[0].StartsWith("r=", StringComparison.Ordinal) || !parts[1].StartsWith("s=", StringComparison.Ordinal)
            || !parts[2].StartsWith("i=", StringComparison.Ordinal)) return null;
        // RFC 5802 §5: ours with something of the server's behind it.
        var nonce = parts[0][2..];
        if (!nonce.StartsWith(_nonce, StringComparison.Ordinal) || nonce.Length == _nonce.Length) return null;
        if (!ScramText.TryBase64(parts[1][2..], out var salt)) return null;
        if (!int.TryParse(parts[2].AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var iterations)
            || iterations is < FewestIterations or > MostIterations) return null;
        if (!OpaqueString.TryPrepare(_password, out var password)) return null;

        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA256, ScramKeys.KeyLength);
        var unproven = $"c={Convert.ToBase64String(_binding)},r={nonce}";
        var signed = Encoding.UTF8.GetBytes($"{_bare},{serverFirst},{unproven}");
        var clientKey = HMACSHA256.HashData(salted, "Client Key"u8);
        var proof = HMACSHA256.HashData(SHA256.HashData(clientKey), signed);
        for (var i = 0; i < proof.Length; i++) proof[i] ^= clientKey[i];
        _serverSignature = HMACSHA256.HashData(HMACSHA256.HashData(salted, "Server Key"u8), signed);
        return $"{unproven},p={Convert.ToBase64String(proof)}";
    }

    private bool Check(string serverFinal) => IsProven = serverFinal.StartsWith("v=", StringComparison.Ordinal)
        && ScramText.TryBase64(serverFinal.Split(',')[0][2..], out var signature) && CryptographicOperations.FixedTimeEquals(signature, _serverSignature);
}

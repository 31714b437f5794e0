namespace MailActors.Protocol.Dkim;

/// <summary>The TXT record that publishes a key (RFC 6376 §3.6.1, RFC 8463 §4).</summary>
public static class DkimRecord
{
    public static string Name(string domain, string selector) => $"{selector}._domainkey.{domain}";

    /// <param name="publicKey">RSA: SubjectPublicKeyInfo; Ed25519: the 32 octets.</param>
    public static string Value(DkimAlgorithm algorithm, ReadOnlySpan<byte> publicKey) =>
        $"v=DKIM1; k={(algorithm == DkimAlgorithm.RsaSha256 ? "rsa" : "ed25519")}; p={Convert.ToBase64String(publicKey)}";
}

using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MailActors.Actors.Transport;

/// <summary>What a finished handshake lets us say: version, cipher, and the channel binding.</summary>
internal static class TlsFacts
{
    // SslStream has no exporter (RFC 9266), so tls-exporter stays null.
    public static TlsInfo Of(SslStream tls) => new(
        Version(tls.SslProtocol), tls.NegotiatedCipherSuite.ToString(), EndPointHash((X509Certificate2)tls.LocalCertificate!), null);

    private static string Version(SslProtocols protocol) => protocol switch
    {
        SslProtocols.Tls12 => "TLSv1.2",
        SslProtocols.Tls13 => "TLSv1.3",
        _ => protocol.ToString(),
    };

    /// <summary>RFC 5929 §4.1: the certificate under the hash of its own signature, SHA-256 in place of MD5 and SHA-1.</summary>
    internal static byte[] EndPointHash(X509Certificate2 certificate) => certificate.SignatureAlgorithm.Value switch
    {
        "1.2.840.113549.1.1.12" or "1.2.840.10045.4.3.3" => SHA384.HashData(certificate.RawDataMemory.Span),
        "1.2.840.113549.1.1.13" or "1.2.840.10045.4.3.4" => SHA512.HashData(certificate.RawDataMemory.Span),
        _ => SHA256.HashData(certificate.RawDataMemory.Span),
    };
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MailActors.Domain.Routing;

namespace MailActors.Actors.Delivery.Remote.Certificates;

/// <summary>RFC 6698 §2.1: whether a TLSA record names a certificate.</summary>
internal static class TlsaMatch
{
    public static bool Of(TlsaRecord record, X509Certificate2 certificate)
    {
        var content = record.Selector == TlsaRecord.PublicKey ? certificate.PublicKey.ExportSubjectPublicKeyInfo() : certificate.RawData;
        return record.Data.AsSpan().SequenceEqual(record.Matching switch
        {
            TlsaRecord.Sha256 => SHA256.HashData(content),
            TlsaRecord.Sha512 => SHA512.HashData(content),
            _ => content,
        });
    }

    /// <summary>The certificate that stands in the record itself; null when it holds something else.</summary>
    public static X509Certificate2? WholeCertificate(TlsaRecord record)
    {
        if (record.Selector != TlsaRecord.Certificate || record.Matching != TlsaRecord.Exact) return null;
        try
        {
            return X509CertificateLoader.LoadCertificate(record.Data.AsSpan());
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

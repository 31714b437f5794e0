using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MailActors.Actors.Transport.Certificates;

/// <summary>A certificate with its chain and its key, both PEM.</summary>
/// <param name="CertificatePath">The server's certificate first, then those that signed it.</param>
public sealed record CertificateFiles(string CertificatePath, string KeyPath)
{
    /// <summary>Tells whether a file was replaced. A file that is missing has no time, and counts as unchanged until it is there.</summary>
    public (DateTime Certificate, DateTime Key) Written() => (File.GetLastWriteTimeUtc(CertificatePath), File.GetLastWriteTimeUtc(KeyPath));

    /// <exception cref="CryptographicException">The files can't be read as PEM, or the key is not the certificate's.</exception>
    /// <exception cref="IOException">A file can't be read.</exception>
    public LoadedCertificate Load()
    {
        var all = new X509Certificate2Collection();
        all.ImportFromPemFile(CertificatePath);
        var certificate = X509Certificate2.CreateFromPemFile(CertificatePath, KeyPath);
        foreach (var own in all.Where(one => one.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span)).ToList()) all.Remove(own);
        return new LoadedCertificate(certificate, all);
    }
}

public sealed record LoadedCertificate(X509Certificate2 Certificate, X509Certificate2Collection Chain);

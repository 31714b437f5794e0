using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MailActors.Actors.Transport.Certificates;

/// <summary>The certificate of a node that was given none: made on the first start, kept in the data folder, so that a client that
/// has learnt to trust it need not do so again.</summary>
public static class SelfSignedCertificate
{
    private const int Years = 10;
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1"; // RFC 5280 §4.2.1.12

    public static CertificateFiles FilesIn(string folder) => new(Path.Combine(folder, "tls.crt"), Path.Combine(folder, "tls.key"));

    /// <summary>Makes the files where there are none yet. The key is readable by its owner only.</summary>
    public static CertificateFiles Ensure(string folder, string hostname, DateTimeOffset now)
    {
        var files = FilesIn(folder);
        if (File.Exists(files.CertificatePath) && File.Exists(files.KeyPath)) return files;
        Directory.CreateDirectory(folder);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Request(key, hostname).CreateSelfSigned(now.AddDays(-1), now.AddYears(Years));
        WritePrivate(files.KeyPath, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(files.CertificatePath, certificate.ExportCertificatePem());
        return files;
    }

    private static CertificateRequest Request(ECDsa key, string hostname)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(hostname);
        if (hostname != "localhost") names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(hostname);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], false));
        return request;
    }

    private static void WritePrivate(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(path, options);
        writer.Write(text);
    }
}

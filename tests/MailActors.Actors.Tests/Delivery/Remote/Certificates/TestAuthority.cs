using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MailActors.Actors.Tests.Delivery.Remote.Certificates;

/// <summary>An authority made for one test, which signs what it is asked to.</summary>
internal sealed class TestAuthority
{
    public static readonly DateTimeOffset From = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Until = new(2046, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ECDsa _key;

    private TestAuthority(ECDsa key, X509Certificate2 certificate) => (_key, Certificate) = (key, certificate);

    public X509Certificate2 Certificate { get; }

    public static TestAuthority Root(string name = "Test root")
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new(key, AuthorityRequest(name, key).CreateSelfSigned(From, Until));
    }

    public TestAuthority Intermediate(string name = "Test intermediate", DateTimeOffset? until = null)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new(key, AuthorityRequest(name, key).Create(Certificate.SubjectName, Signer(), From, until ?? Until, Serial()));
    }

    /// <param name="names">Host names and addresses. None: no alternative names at all.</param>
    public X509Certificate2 Host(string[] names, string subject = "host", DateTimeOffset? until = null, string purpose = "1.3.6.1.5.5.7.3.1")
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={subject}", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
            if (IPAddress.TryParse(name, out var address)) alternatives.AddIpAddress(address);
            else alternatives.AddDnsName(name);
        if (names.Length > 0) request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], false));
        return request.Create(Certificate.SubjectName, Signer(), From, until ?? Until, Serial()).CopyWithPrivateKey(key);
    }

    private static CertificateRequest AuthorityRequest(string name, ECDsa key)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }

    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(8);
        serial[0] &= 0x7f;
        return serial;
    }

    private X509SignatureGenerator Signer() => X509SignatureGenerator.CreateForECDsa(_key);
}

using System.Security.Cryptography;
using MailActors.Actors.Transport.Certificates;
using Xunit;

namespace MailActors.Actors.Tests.Transport;

public sealed class CertificateSpec : IDisposable
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("mailactors-certificate").FullName;

    [Fact]
    public void The_first_start_makes_a_certificate_that_the_second_keeps()
    {
        var first = SelfSignedCertificate.Ensure(_folder, "mail.test", Now).Load().Certificate;
        var second = SelfSignedCertificate.Ensure(_folder, "mail.test", Now.AddDays(1)).Load().Certificate;
        Assert.Equal(first.Thumbprint, second.Thumbprint);
        foreach (var name in (string[])["mail.test", "localhost"]) Assert.True(first.MatchesHostname(name));
        Assert.True(first.MatchesHostname("127.0.0.1"));
        Assert.True(first.MatchesHostname("::1"));
        Assert.False(first.MatchesHostname("other.test"));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(SelfSignedCertificate.FilesIn(_folder).KeyPath));
    }

    [Fact, Trait("acceptance", "TL-11")]
    public void A_replaced_certificate_is_used_and_a_broken_one_is_not()
    {
        var files = SelfSignedCertificate.Ensure(_folder, "mail.test", Now);
        var certificate = new NodeCertificate(files);
        var service = certificate.For("imap");
        var before = service.Options;
        Assert.False(certificate.Reload());
        Assert.Same(before, service.Options);

        Replace(files, "new.test");
        Assert.True(certificate.Reload());
        var renewed = service.Options;
        Assert.True(renewed.ServerCertificateContext!.TargetCertificate.MatchesHostname("new.test"));

        File.WriteAllText(files.CertificatePath, "-----BEGIN CERTIFICATE-----\nbroken\n-----END CERTIFICATE-----\n");
        File.SetLastWriteTimeUtc(files.CertificatePath, Now.AddYears(2).UtcDateTime);
        Assert.ThrowsAny<Exception>(() => certificate.Reload());
        Assert.Same(renewed, service.Options);
        Assert.False(certificate.Reload());
    }

    [Fact]
    public void A_key_of_another_certificate_is_refused()
    {
        var files = SelfSignedCertificate.Ensure(_folder, "mail.test", Now);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(files.KeyPath, other.ExportPkcs8PrivateKeyPem());
        Assert.ThrowsAny<Exception>(() => files.Load());
    }

    public void Dispose() => Directory.Delete(_folder, true);

    private void Replace(CertificateFiles files, string hostname)
    {
        var elsewhere = SelfSignedCertificate.Ensure(Path.Combine(_folder, "new"), hostname, Now);
        File.Copy(elsewhere.KeyPath, files.KeyPath, true);
        File.Copy(elsewhere.CertificatePath, files.CertificatePath, true);
        File.SetLastWriteTimeUtc(files.CertificatePath, Now.AddYears(1).UtcDateTime);
    }
}

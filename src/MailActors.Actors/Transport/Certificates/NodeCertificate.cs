using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MailActors.Actors.Transport.Certificates;

/// <summary>The certificate of a node in all its services. A replacement reaches each of them, from the next handshake on.</summary>
public sealed class NodeCertificate
{
    private readonly CertificateFiles _files;
    private readonly LoadedCertificate _first;
    private readonly List<ServerTls> _services = [];
    private (DateTime, DateTime) _loaded;

    /// <summary>Loads the files; throws as <see cref="CertificateFiles.Load"/> does, for a node must not start without its certificate.</summary>
    public NodeCertificate(CertificateFiles files)
    {
        _files = files;
        _loaded = files.Written();
        _first = files.Load();
    }

    public string Path => _files.CertificatePath;

    /// <summary>SHA-256 of the public key in use, as a TLSA record 3 1 1 names it (RFC 6698 §2.1).</summary>
    public byte[] KeyHash()
    {
        using var now = X509CertificateLoader.LoadCertificateFromFile(Path);
        return SHA256.HashData(now.PublicKey.ExportSubjectPublicKeyInfo());
    }

    /// <summary>TLS for one service. Call it while composing the node, before <see cref="Reload"/> can run.</summary>
    /// <param name="applications">See <see cref="ServerTls"/>.</param>
    public ServerTls For(params string[] applications)
    {
        var service = new ServerTls(_first.Certificate, _first.Chain, applications);
        _services.Add(service);
        return service;
    }

    /// <summary>Loads the files again if they were replaced. Throws as <see cref="CertificateFiles.Load"/> does; then the old certificate stays in use,
    /// and the same files are not tried again.</summary>
    /// <returns>Whether a new certificate is in use.</returns>
    public bool Reload()
    {
        var written = _files.Written();
        if (written == _loaded) return false;
        _loaded = written;
        var (certificate, chain) = _files.Load();
        foreach (var service in _services) service.Use(certificate, chain);
        return true;
    }
}

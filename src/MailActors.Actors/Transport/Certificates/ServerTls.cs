using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace MailActors.Actors.Transport.Certificates;

/// <summary>How one service (smtp, imap, pop3) does TLS: the names it answers to in ALPN are its own, and a client that offers only others is refused
/// (ALPACA, RFC 7301 §3.2), in a resumed session too. The runtime keeps one OpenSSL context for each certificate, so a ticket of one service
/// resumes at another; a context for each connection instead, which is what switching resumption off means, costs 15 KB apiece.</summary>
public sealed class ServerTls
{
    private readonly IReadOnlyList<SslApplicationProtocol> _applications;
    private volatile SslServerAuthenticationOptions _options;

    /// <param name="applications">As registered with IANA: "imap", "pop3"; for SMTP, which has none, "smtp" stands for "no other".</param>
    public ServerTls(X509Certificate2 certificate, X509Certificate2Collection chain, params string[] applications)
    {
        _applications = [.. applications.Select(name => new SslApplicationProtocol(name))];
        _options = Make(certificate, chain);
    }

    /// <summary>For the next handshake; shared by all, because OpenSSL's context hangs on it.</summary>
    public SslServerAuthenticationOptions Options => _options;

    /// <summary>From the next handshake on. Running connections stay as they are.</summary>
    public void Use(X509Certificate2 certificate, X509Certificate2Collection chain) => _options = Make(certificate, chain);

    private SslServerAuthenticationOptions Make(X509Certificate2 certificate, X509Certificate2Collection chain) => new()
    {
        ServerCertificateContext = SslStreamCertificateContext.Create(certificate, chain, offline: true),
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13, // RFC 8996, RFC 9325 §3.1.1
        AllowRenegotiation = false,
        EncryptionPolicy = EncryptionPolicy.RequireEncryption,
        ApplicationProtocols = [.. _applications],
    };
}

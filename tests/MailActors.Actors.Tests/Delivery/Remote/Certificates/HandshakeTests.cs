using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MailActors.Actors.Delivery.Remote.Certificates;
using MailActors.Domain.Routing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MailActors.Actors.Tests.Delivery.Remote.Certificates;

/// <summary>The options in a real handshake: what the host sends reaches the check, and its verdict decides.</summary>
public sealed class HandshakeTests
{
    private static readonly TestAuthority Root = TestAuthority.Root();
    private static readonly TestAuthority Middle = Root.Intermediate();
    private readonly FakeTimeProvider _time = new(new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Links_of_the_chain_that_the_host_sends_are_used()
    {
        var (verdict, asked, ended) = await Shake(new TlsDemand.Trusted(["mx.example.org"], Enforced: true, Implicit: false), Middle.Host(["mx.example.org"]));
        Assert.Same(CertificateVerdict.Good.Instance, verdict);
        Assert.Equal("mx.example.org", asked);
        Assert.Null(ended);
    }

    [Fact]
    public async Task A_bad_verdict_ends_the_handshake_when_the_demand_is_enforced()
    {
        var (verdict, _, ended) = await Shake(new TlsDemand.Trusted(["mx.example.org"], Enforced: true, Implicit: false), Middle.Host(["other.example"]));
        Assert.IsType<CertificateVerdict.Bad>(verdict);
        Assert.IsType<AuthenticationException>(ended);
    }

    [Fact]
    public async Task A_bad_verdict_on_trial_does_not()
    {
        var (verdict, _, ended) = await Shake(new TlsDemand.Trusted(["mx.example.org"], Enforced: false, Implicit: false), Middle.Host(["other.example"]));
        Assert.IsType<CertificateVerdict.Bad>(verdict);
        Assert.Null(ended);
    }

    [Fact]
    public async Task Dane_asks_for_the_base_domain_and_finds_its_anchor_in_what_was_sent()
    {
        var record = DaneCertificateTests.Record(2, 1, 1, Middle.Certificate);
        var (verdict, asked, ended) = await Shake(new TlsDemand.Dane([record], ["real.example.org", "mx.example.org"]), Middle.Host(["mx.example.org"]));
        Assert.Same(CertificateVerdict.Good.Instance, verdict);
        Assert.Equal("real.example.org", asked);
        Assert.Null(ended);
    }

    private async Task<(CertificateVerdict? Verdict, string? Asked, Exception? Ended)> Shake(TlsDemand demand, X509Certificate2 certificate)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var accepted = await listener.AcceptTcpClientAsync();
        await using var server = new SslStream(accepted.GetStream());
        await using var tls = new SslStream(client.GetStream());
        string? asked = null;
        var served = server.AuthenticateAsServerAsync((_, hello, _, _) =>
        {
            asked = hello.ServerName;
            return new(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = SslStreamCertificateContext.Create(certificate, [Middle.Certificate], offline: true),
            });
        }, null);
        CertificateVerdict? verdict = null;
        var options = new CertificateCheck(_time, [Root.Certificate]).Options(demand, "mx.example.org", judged => verdict = judged);
        var ended = await Record.ExceptionAsync(() => tls.AuthenticateAsClientAsync(options));
        if (ended is not null) client.Close();
        await Record.ExceptionAsync(() => served);
        return (verdict, asked, ended);
    }
}

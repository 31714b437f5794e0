using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using MailActors.Actors.Delivery.Remote.Certificates;
using MailActors.Domain.Routing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MailActors.Actors.Tests.Delivery.Remote.Certificates;

public sealed class TrustedCertificateTests
{
    private static readonly TestAuthority Root = TestAuthority.Root();
    private static readonly TestAuthority Middle = Root.Intermediate();
    private readonly FakeTimeProvider _time = new(new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("mx.example.org", "mx.example.org")]
    [InlineData("mx.example.org", "MX.Example.ORG")]
    [InlineData("mx.example.org", "*.example.org")]
    [InlineData("192.0.2.7", "192.0.2.7")]
    public void A_trusted_certificate_that_names_the_host_is_good(string host, string named) =>
        Assert.Same(CertificateVerdict.Good.Instance, Check(host, Middle.Host([named])));

    [Theory]
    [InlineData("mx.example.org", "mx.example.net")]
    [InlineData("mx.example.org", "example.org")]
    [InlineData("example.org", "*.example.org")]
    [InlineData("a.b.example.org", "*.example.org")]
    [InlineData("mx.example.org", "m*.example.org")]
    [InlineData("192.0.2.7", "192.0.2.8")]
    public void One_that_names_another_host_is_not(string host, string named) =>
        Assert.Equal(TlsFailure.CertificateHostMismatch, Failure(Check(host, Middle.Host([named]))));

    [Fact]
    public void A_name_in_the_subject_alone_does_not_count() =>
        Assert.Equal(TlsFailure.CertificateHostMismatch, Failure(Check("mx.example.org", Middle.Host([], subject: "mx.example.org"))));

    [Fact]
    public void Any_of_several_names_will_do() =>
        Assert.True(Check(Demand("other.example", "mx.example.org"), Middle.Host(["mx.example.org"]), [Middle.Certificate]).MayGoOn);

    [Fact]
    public void One_of_an_unknown_authority_is_not_trusted()
    {
        var stranger = TestAuthority.Root("Stranger");
        Assert.Equal(TlsFailure.CertificateNotTrusted, Failure(Check(Demand("mx.example.org"), stranger.Host(["mx.example.org"]), [stranger.Certificate])));
    }

    [Fact]
    public void A_stranger_with_the_name_of_an_authority_is_not_trusted()
    {
        var stranger = TestAuthority.Root("Test root");
        Assert.Equal(TlsFailure.CertificateNotTrusted, Failure(Check(Demand("mx.example.org"), stranger.Host(["mx.example.org"]), [stranger.Certificate])));
    }

    [Fact]
    public void A_chain_with_a_missing_link_is_not_trusted() =>
        Assert.Equal(TlsFailure.CertificateNotTrusted, Failure(Check(Demand("mx.example.org"), Middle.Host(["mx.example.org"]), [])));

    [Fact]
    public void The_machines_own_roots_do_not_trust_our_authority() =>
        Assert.Equal(TlsFailure.CertificateNotTrusted, Failure(new CertificateCheck(_time).Check(Demand("mx.example.org"), Middle.Host(["mx.example.org"]), [Middle.Certificate, Root.Certificate])));

    [Fact]
    public void One_that_has_expired_by_our_clock_is_told_apart()
    {
        var certificate = Middle.Host(["mx.example.org"], until: new(2029, 12, 31, 23, 59, 0, TimeSpan.Zero));
        Assert.Equal(TlsFailure.CertificateExpired, Failure(Check("mx.example.org", certificate)));
        _time.AdjustTime(new(2029, 12, 31, 23, 58, 0, TimeSpan.Zero));
        Assert.True(Check("mx.example.org", certificate).MayGoOn);
    }

    [Fact]
    public void An_expired_link_of_the_chain_counts_as_expired()
    {
        var old = Root.Intermediate("Old", until: new(2029, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal(TlsFailure.CertificateExpired, Failure(Check(Demand("mx.example.org"), old.Host(["mx.example.org"], until: new(2028, 1, 1, 0, 0, 0, TimeSpan.Zero)), [old.Certificate])));
    }

    [Fact]
    public void A_certificate_of_a_client_is_none_of_a_server() =>
        Assert.Equal(TlsFailure.ValidationFailure, Failure(Check("mx.example.org", Middle.Host(["mx.example.org"], purpose: "1.3.6.1.5.5.7.3.2"))));

    [Fact]
    public void No_certificate_is_a_failure() => Assert.Equal(TlsFailure.ValidationFailure, Failure(Check(Demand("mx.example.org"), null, [])));

    [Fact, Trait("acceptance", "TL-12")]
    public void A_policy_on_trial_tells_of_the_failure_and_lets_the_mail_go()
    {
        var verdict = Check(new TlsDemand.Trusted(["mx.example.org"], Enforced: false, Implicit: false), Middle.Host(["other.example"]), [Middle.Certificate]);
        Assert.Equal(TlsFailure.CertificateHostMismatch, Failure(verdict));
        Assert.True(verdict.MayGoOn);
        Assert.False(Check(Demand("mx.example.org"), Middle.Host(["other.example"]), [Middle.Certificate]).MayGoOn);
    }

    [Fact]
    public void Without_a_demand_any_certificate_will_do()
    {
        var stranger = TestAuthority.Root().Host(["other.example"]);
        foreach (TlsDemand demand in (TlsDemand[])[TlsDemand.Opportunistic.Instance, TlsDemand.Encrypted.Instance, TlsDemand.Never.Instance])
            Assert.True(Check(demand, stranger, []).MayGoOn);
    }

    private static TlsDemand.Trusted Demand(params string[] names) => new([.. names], Enforced: true, Implicit: false);

    private static TlsFailure Failure(CertificateVerdict verdict) => Assert.IsType<CertificateVerdict.Bad>(verdict).Failure;

    private CertificateVerdict Check(string host, X509Certificate2 certificate) => Check(Demand(host), certificate, [Middle.Certificate]);

    private CertificateVerdict Check(TlsDemand demand, X509Certificate2? certificate, ImmutableArray<X509Certificate2> presented) =>
        new CertificateCheck(_time, [Root.Certificate]).Check(demand, certificate, presented);
}

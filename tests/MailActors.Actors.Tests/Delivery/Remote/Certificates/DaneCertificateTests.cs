using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MailActors.Actors.Delivery.Remote.Certificates;
using MailActors.Domain.Routing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MailActors.Actors.Tests.Delivery.Remote.Certificates;

public sealed class DaneCertificateTests
{
    private static readonly TestAuthority Root = TestAuthority.Root();
    private static readonly TestAuthority Middle = Root.Intermediate();
    private static readonly DateTimeOffset LongAgo = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public static TheoryData<byte, byte> Forms { get; } = new() { { 0, 0 }, { 0, 1 }, { 0, 2 }, { 1, 0 }, { 1, 1 }, { 1, 2 } };

    [Theory, MemberData(nameof(Forms))]
    public void The_hosts_own_certificate_needs_neither_name_nor_date_nor_authority(byte selector, byte matching)
    {
        var certificate = TestAuthority.Root("Nobody").Host(["other.example"], until: LongAgo);
        Assert.Same(CertificateVerdict.Good.Instance, Check(certificate, [], Record(3, selector, matching, certificate)));
    }

    [Theory, MemberData(nameof(Forms))]
    public void Another_certificate_is_not_the_hosts(byte selector, byte matching) =>
        Assert.Equal(TlsFailure.TlsaInvalid, Failure(Check(Middle.Host(["mx.example.org"]), [Middle.Certificate], Record(3, selector, matching, Middle.Host(["mx.example.org"])))));

    [Theory, MemberData(nameof(Forms)), Trait("acceptance", "TL-12")]
    public void A_root_of_the_domains_own_vouches_for_the_chain_below_it(byte selector, byte matching) =>
        Assert.Same(CertificateVerdict.Good.Instance, Check(Middle.Host(["mx.example.org"]), [Middle.Certificate, Root.Certificate], Record(2, selector, matching, Root.Certificate)));

    [Theory, MemberData(nameof(Forms)), Trait("acceptance", "TL-12")]
    public void An_intermediate_may_be_the_anchor(byte selector, byte matching) =>
        Assert.Same(CertificateVerdict.Good.Instance, Check(Middle.Host(["mx.example.org"]), [Middle.Certificate], Record(2, selector, matching, Middle.Certificate)));

    [Fact]
    public void An_intermediate_may_be_the_anchor_when_its_root_is_sent_too() =>
        Assert.True(Check(Middle.Host(["mx.example.org"]), [Root.Certificate, Middle.Certificate], Record(2, 0, 1, Middle.Certificate)).MayGoOn);

    [Fact]
    public void An_anchor_known_by_digest_must_be_sent_and_one_written_out_need_not()
    {
        var certificate = Root.Host(["mx.example.org"]);
        Assert.Equal(TlsFailure.TlsaInvalid, Failure(Check(certificate, [], Record(2, 0, 1, Root.Certificate))));
        Assert.True(Check(certificate, [], Record(2, 0, 0, Root.Certificate)).MayGoOn);
    }

    [Fact]
    public void Below_an_anchor_names_count()
    {
        Assert.Equal(TlsFailure.CertificateHostMismatch, Failure(Check(Middle.Host(["other.example"]), [Middle.Certificate], Record(2, 0, 1, Middle.Certificate))));
        foreach (var name in (string[])["mx.example.org", "example.org", "*.example.org"])
            Assert.True(Check(Middle.Host([name]), [Middle.Certificate], Record(2, 0, 1, Middle.Certificate)).MayGoOn);
    }

    [Fact]
    public void Below_an_anchor_the_subject_may_name_the_host() =>
        Assert.True(Check(Middle.Host([], subject: "mx.example.org"), [Middle.Certificate], Record(2, 0, 1, Middle.Certificate)).MayGoOn);

    [Fact]
    public void Below_an_anchor_dates_count()
    {
        Assert.Equal(TlsFailure.CertificateExpired, Failure(Check(Middle.Host(["mx.example.org"], until: LongAgo), [Middle.Certificate], Record(2, 0, 1, Middle.Certificate))));
        var old = Root.Intermediate("Old", LongAgo);
        var certificate = old.Host(["mx.example.org"], until: LongAgo.AddDays(-1));
        Assert.Equal(TlsFailure.CertificateExpired, Failure(Check(certificate, [old.Certificate, Root.Certificate], Record(2, 0, 1, Root.Certificate))));
    }

    [Fact]
    public void An_anchor_sent_along_vouches_for_nothing_it_has_not_signed()
    {
        var stranger = TestAuthority.Root("Stranger");
        var verdict = Check(stranger.Host(["mx.example.org"]), [stranger.Certificate, Root.Certificate], Record(2, 0, 1, Root.Certificate));
        Assert.Equal(TlsFailure.CertificateNotTrusted, Failure(verdict));
    }

    [Fact]
    public void A_chain_forged_under_the_anchors_name_is_refused()
    {
        var forger = TestAuthority.Root("Test root");
        foreach (var record in (TlsaRecord[])[Record(2, 0, 1, Root.Certificate), Record(2, 0, 0, Root.Certificate)])
            Assert.False(Check(forger.Host(["mx.example.org"]), [Root.Certificate], record).MayGoOn);
    }

    [Fact]
    public void A_certificate_is_no_anchor_for_itself()
    {
        var own = TestAuthority.Root("mx.example.org").Certificate;
        Assert.Equal(TlsFailure.TlsaInvalid, Failure(Check(own, [own], Record(2, 0, 1, own))));
    }

    [Fact]
    public void One_good_record_among_bad_ones_is_enough()
    {
        var certificate = Middle.Host(["mx.example.org"]);
        var stale = Record(3, 1, 1, Middle.Host(["mx.example.org"]));
        Assert.False(Check(certificate, [Middle.Certificate], stale).MayGoOn);
        Assert.True(Check(certificate, [Middle.Certificate], stale, Record(2, 0, 1, Middle.Certificate)).MayGoOn);
        Assert.True(Check(certificate, [Middle.Certificate], stale, Record(3, 1, 1, certificate)).MayGoOn);
    }

    [Fact]
    public void Rubbish_written_out_in_a_record_matches_nothing() =>
        Assert.Equal(TlsFailure.TlsaInvalid, Failure(Check(Middle.Host(["mx.example.org"]), [Middle.Certificate], new TlsaRecord(2, 0, 0, [1, 2, 3]))));

    internal static TlsaRecord Record(byte usage, byte selector, byte matching, X509Certificate2 certificate)
    {
        var content = selector == 1 ? certificate.PublicKey.ExportSubjectPublicKeyInfo() : certificate.RawData;
        return new(usage, selector, matching, [.. matching switch { 1 => SHA256.HashData(content), 2 => SHA512.HashData(content), _ => content }]);
    }

    private static TlsFailure Failure(CertificateVerdict verdict) => Assert.IsType<CertificateVerdict.Bad>(verdict).Failure;

    private CertificateVerdict Check(X509Certificate2 certificate, X509Certificate2[] presented, params ImmutableArray<TlsaRecord> records) =>
        new CertificateCheck(_time).Check(new TlsDemand.Dane(records, ["mx.example.org", "example.org"]), certificate, presented);
}

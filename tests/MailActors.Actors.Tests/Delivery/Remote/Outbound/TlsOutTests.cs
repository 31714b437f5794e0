using MailActors.Actors.Delivery.Remote;
using MailActors.Actors.Tests.Delivery.Remote.Certificates;
using MailActors.Domain.Routing;
using Xunit;

namespace MailActors.Actors.Tests.Delivery.Remote.Outbound;

/// <summary>TLS on the way out: as it is demanded, and never less.</summary>
public sealed class TlsOutTests : OutboundSpec
{
    private static readonly TlsDemand Enforced = new TlsDemand.Trusted(["mx.sink.test"], Enforced: true, Implicit: false);

    private static readonly TlsDemand OnTrial = new TlsDemand.Trusted(["mx.sink.test"], Enforced: false, Implicit: false);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Mail_goes_under_TLS_when_it_is_offered_whatever_the_certificate(bool known)
    {
        Sink.Certificate = known ? Good : TestAuthority.Root("Unknown").Host(["other.test"]);
        Assert.Equal(Verdict.Accepted, (await Send()).Answers[0].Verdict);
        Assert.Equal(["EHLO", "STARTTLS", "EHLO", "MAIL"], Sink.Commands.Take(4).Select(c => c.Split(' ')[0]));
        Assert.Equal([null], Counted);
    }

    [Fact]
    public async Task Without_an_offer_it_goes_in_the_clear_unless_TLS_is_demanded()
    {
        Assert.Equal(Verdict.Accepted, (await Send()).Answers[0].Verdict);
        foreach (var demand in new[] { Enforced, TlsDemand.Encrypted.Instance })
        {
            Tls = demand;
            Assert.Equal("4.7.4", (await NotConnected()).Status);
        }

        Assert.Single(Sink.Messages);
        Assert.All(Counted, failure => Assert.Equal(TlsFailure.StartTlsNotSupported, failure));
    }

    [Fact, Trait("acceptance", "TL-12")]
    public async Task A_bad_certificate_holds_mail_up_when_the_policy_is_enforced_and_is_only_counted_on_trial()
    {
        Sink.Certificate = Root.Host(["other.test"]);
        Tls = Enforced;
        Assert.Equal("4.7.5", (await NotConnected()).Status);
        Assert.Empty(Sink.Said("MAIL"));
        Tls = OnTrial;
        Assert.Equal(Verdict.Accepted, (await Send()).Answers[0].Verdict);
        Assert.Equal([TlsFailure.CertificateHostMismatch, TlsFailure.CertificateHostMismatch], Counted);

        // The control: with the right name it goes.
        Sink.Certificate = Good;
        Tls = Enforced;
        Assert.Equal(Verdict.Accepted, (await Send()).Answers[0].Verdict);
    }

    [Fact, Trait("acceptance", "TL-12")]
    public async Task A_TLSA_record_that_does_not_fit_holds_mail_up()
    {
        Sink.Certificate = Good;
        Tls = new TlsDemand.Dane([DaneCertificateTests.Record(3, 1, 1, Root.Certificate)], ["mx.sink.test"]);
        Assert.Equal("4.7.5", (await NotConnected()).Status);
        Tls = new TlsDemand.Dane([DaneCertificateTests.Record(3, 1, 1, Good)], ["mx.sink.test"]);
        Assert.Equal(Verdict.Accepted, (await Send()).Answers[0].Verdict);
    }

    [Fact]
    public async Task A_handshake_that_fails_is_passed_over_only_when_nobody_demands_TLS()
    {
        Sink.Certificate = Good;
        Sink.BreaksTls = true;
        foreach (var demand in new[] { Enforced, TlsDemand.Encrypted.Instance })
        {
            Tls = demand;
            Assert.Equal("4.7.5", (await NotConnected()).Status);
        }

        Assert.Empty(Sink.Said("MAIL"));
        Tls = TlsDemand.Opportunistic.Instance;
        Assert.Equal(Verdict.Accepted, (await Send()).Answers[0].Verdict);
    }

    [Theory, Trait("acceptance", "TL-03")]
    [InlineData("220 go\r\n250-AUTH PLAIN\r\n")]
    [InlineData("220 go\r\n2")]
    public async Task What_comes_behind_the_reply_to_STARTTLS_ends_the_attempt(string reply)
    {
        Sink.Certificate = Good;
        Sink.Reply("STARTTLS", reply + (reply.EndsWith('\n') ? "" : "\n"));
        Assert.Equal("4.7.5", (await NotConnected()).Status);
        Assert.Empty(Sink.Said("MAIL"));
        Assert.Equal(1, Sink.Sessions);

        // The control: without it the same host is served.
        Sink.On.Clear();
        Assert.Equal(Verdict.Accepted, (await Send()).Answers[0].Verdict);
    }

    [Fact]
    public async Task TLS_from_the_first_octet_needs_a_certificate_that_can_be_trusted()
    {
        Sink.TlsFromTheStart = true;
        Sink.Certificate = Good;
        Hop = new NextHop.Relay("mx.sink.test", Sink.Port, RelayProtocol.Smtp, RelayTls.Implicit, new("user", "secret"));
        Sink.Offers = ["AUTH PLAIN LOGIN"];
        Tls = new TlsDemand.Trusted(["mx.sink.test"], Enforced: true, Implicit: true);
        Assert.Equal(Verdict.Accepted, (await Send()).Answers[0].Verdict);
        Sink.Certificate = Root.Host(["other.test"]);
        Assert.Equal("4.7.5", (await NotConnected()).Status);
    }
}

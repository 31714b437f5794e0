using System.Net;
using System.Text;
using MailActors.Domain.Dns;
using MailActors.Domain.Routing;
using MailActors.Protocol.MtaSts;
using Xunit;

namespace MailActors.Domain.Tests.Routing;

/// <summary>RFC 8689 §4.2: what a message's own wish makes of the way.</summary>
public sealed class TlsNeedTests
{
    private readonly FakeDns _dns = new();
    private bool _authentic, _implicit, _uncertain;
    private StsPolicy? _sts;

    [Fact]
    public async Task What_must_go_by_TLS_goes_only_to_hosts_that_are_proved_to_be_the_domains()
    {
        var no = Assert.IsType<RoutePlan.Impossible>(await Plan(TlsNeed.Required)).Reason;
        Assert.Equal("5.7.10", no.Status);
        // The control: other mail goes there.
        Assert.IsType<TlsDemand.Opportunistic>(Only(await Plan(TlsNeed.Ordinary)).Tls);
    }

    [Theory]
    [InlineData("a signed MX record")]
    [InlineData("a policy")]
    [InlineData("a policy on trial")]
    [InlineData("no MX record at all")]
    public async Task What_proves_a_host_is_enough_and_its_certificate_must_be_good(string proof)
    {
        (_authentic, _implicit) = (proof.Contains("signed"), proof.Contains("at all"));
        if (proof.Contains("policy")) _sts = Policy(proof.Contains("trial") ? "testing" : "enforce", "mx.a.test");
        var plan = Assert.IsType<RoutePlan.Stops>(await Plan(TlsNeed.Required));
        Assert.True(plan.RequireTls);
        Assert.True(Only(plan).Tls is TlsDemand.Trusted { Enforced: true, Names: ["mx.a.test"] });
    }

    [Fact]
    public async Task Records_of_TLSA_stay_what_the_certificate_is_checked_by()
    {
        _authentic = true;
        Publish(new(3, 1, 1, [.. new byte[32]]));
        Assert.IsType<TlsDemand.Dane>(Only(await Plan(TlsNeed.Required)).Tls);
        // Unusable ones demand TLS with any certificate; that is not enough here.
        Publish(new(1, 1, 1, [.. new byte[32]]));
        Assert.IsType<TlsDemand.Encrypted>(Only(await Plan(TlsNeed.Ordinary)).Tls);
        Assert.IsType<TlsDemand.Trusted>(Only(await Plan(TlsNeed.Required)).Tls);
    }

    [Fact]
    public async Task A_policy_that_does_not_name_the_host_proves_nothing()
    {
        _sts = Policy("testing", "other.a.test");
        Assert.IsType<RoutePlan.Impossible>(await Plan(TlsNeed.Required));
        _sts = Policy("enforce", "other.a.test");
        Assert.IsType<RoutePlan.CannotTell>(await Plan(TlsNeed.Required));
    }

    [Fact]
    public async Task What_can_not_be_told_now_puts_the_mail_off()
    {
        _uncertain = true;
        Assert.Equal("4.7.5", Assert.IsType<RoutePlan.CannotTell>(await Plan(TlsNeed.Required)).Reason.Status);
    }

    [Fact]
    public async Task Policies_of_the_recipients_side_are_passed_over_when_the_message_says_so()
    {
        _authentic = true;
        _dns.Tlsa["_25._tcp.mx.a.test"] = new DnsAnswer<TlsaRecord>.CannotTell("SERVFAIL");
        _sts = Policy("enforce", "other.a.test");
        Assert.IsType<RoutePlan.CannotTell>(await Plan(TlsNeed.Ordinary));
        var plan = Assert.IsType<RoutePlan.Stops>(await Plan(TlsNeed.Optional));
        Assert.IsType<TlsDemand.Opportunistic>(Only(plan).Tls);
        Assert.Equal(TlsPolicyKind.NoPolicyFound, plan.TlsPolicy.Kind);
    }

    [Theory]
    [InlineData(RelayTls.Verified, false)]
    [InlineData(RelayTls.Implicit, true)]
    public async Task What_the_operator_demands_of_his_relay_no_message_makes_less_of(RelayTls tls, bool isImplicit)
    {
        var relay = new NextHop.Relay("192.0.2.7", 587, RelayProtocol.Smtp, tls, new("user", "secret"));
        foreach (var need in new[] { TlsNeed.Ordinary, TlsNeed.Optional, TlsNeed.Required })
            Assert.True(Only(await Plan(relay, need)).Tls is TlsDemand.Trusted { Enforced: true } trusted && trusted.Implicit == isImplicit);
    }

    [Fact]
    public async Task A_relay_that_takes_plain_text_takes_TLS_when_a_message_must_go_by_it()
    {
        var relay = new NextHop.Relay("192.0.2.7", 25, RelayProtocol.Smtp, RelayTls.Opportunistic, null);
        Assert.IsType<TlsDemand.Opportunistic>(Only(await Plan(relay, TlsNeed.Ordinary)).Tls);
        Assert.True(Only(await Plan(relay, TlsNeed.Required)).Tls is TlsDemand.Trusted { Enforced: true });
    }

    private static Stop Only(RoutePlan plan) => Assert.Single(Assert.IsType<RoutePlan.Stops>(plan).Hosts);

    private static StsPolicy Policy(string mode, string host) => StsPolicy.Parse(Encoding.ASCII.GetBytes($"version: STSv1\nmode: {mode}\nmax_age: 86400\nmx: {host}\n"))!;

    private void Publish(TlsaRecord record) => _dns.Tlsa["_25._tcp.mx.a.test"] = new DnsAnswer<TlsaRecord>.Found([record], "_25._tcp.mx.a.test", Authentic: true);

    private ValueTask<RoutePlan> Plan(TlsNeed need) => Plan(new NextHop.Exchange("a.test"), need);

    private ValueTask<RoutePlan> Plan(NextHop hop, TlsNeed need)
    {
        var found = new MailExchanges.Found([new("mx.a.test", "mx.a.test", 10, [IPAddress.Parse("192.0.2.1")], _authentic)], _authentic, _implicit);
        return new RoutePlanner(new OneExchange(found), new DomainTlsPolicies(new DanePolicy(_dns, 25), new OneSts(_sts, _uncertain)), _dns, 25).Plan(hop, need, default);
    }
}

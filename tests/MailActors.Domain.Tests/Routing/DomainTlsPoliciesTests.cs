using System.Net;
using System.Text;
using MailActors.Domain.Dns;
using MailActors.Domain.Routing;
using MailActors.Protocol.MtaSts;
using Xunit;

namespace MailActors.Domain.Tests.Routing;

public sealed class DomainTlsPoliciesTests
{
    private static readonly TlsaRecord Ee = new(3, 1, 1, [.. new byte[32]]);
    private static readonly TlsaRecord Unusable = new(1, 1, 1, [.. new byte[32]]);
    private readonly FakeDns _dns = new();
    private StsPolicy? _sts;

    [Fact]
    public async Task Records_that_can_be_believed_are_demanded_with_the_names_that_count()
    {
        Publish("mx.a.test", Ee);
        var dane = Assert.IsType<TlsDemand.Dane>(await Demand(Host("mx.a.test")));
        Assert.Equal(Ee, dane.Records.Single());
        Assert.True(dane.Names.SequenceEqual(["mx.a.test", "a.test"]));
        Assert.Equal(TlsPolicyKind.Tlsa, (await Ask(Host("mx.a.test"))).Used.Kind);
    }

    [Fact]
    public async Task Without_a_believable_mx_or_address_no_records_are_asked_for()
    {
        Publish("mx.a.test", Ee);
        Assert.IsType<TlsDemand.Opportunistic>(Assert.IsType<HostTls.Demanded>((await Ask(authentic: false, Host("mx.a.test"))).Hosts.Single()).Demand);
        Assert.IsType<TlsDemand.Opportunistic>(await Demand(Host("mx.a.test", authentic: false)));
        Assert.Empty(_dns.Asked);
    }

    [Fact]
    public async Task Records_that_anybody_may_have_put_there_do_not_count()
    {
        _dns.Tlsa["_25._tcp.mx.a.test"] = new DnsAnswer<TlsaRecord>.Found([Ee], "_25._tcp.mx.a.test", Authentic: false);
        Assert.IsType<TlsDemand.Opportunistic>(await Demand(Host("mx.a.test")));
    }

    [Fact]
    public async Task Records_none_of_which_is_usable_still_demand_tls()
    {
        Publish("mx.a.test", Unusable);
        Assert.IsType<TlsDemand.Encrypted>(await Demand(Host("mx.a.test")));
    }

    [Fact, Trait("acceptance", "TL-12")]
    public async Task A_lookup_that_fails_keeps_mail_from_the_host_and_never_leads_to_plain_text()
    {
        _dns.Tlsa["_25._tcp.mx1.a.test"] = new DnsAnswer<TlsaRecord>.CannotTell("SERVFAIL");
        var policies = await Ask(Host("mx1.a.test"), Host("mx2.a.test"));
        Assert.Equal("4.7.5", Assert.IsType<HostTls.Avoided>(policies.Hosts[0]).Reason.Status);
        Assert.IsType<HostTls.Demanded>(policies.Hosts[1]);
    }

    [Fact, Trait("acceptance", "TL-12")]
    public async Task Mail_waits_when_policy_keeps_it_from_every_host()
    {
        _dns.Tlsa["_25._tcp.mx.a.test"] = new DnsAnswer<TlsaRecord>.CannotTell("SERVFAIL");
        var planner = new RoutePlanner(new OneExchange(Found(true, Host("mx.a.test"))), Policies(), _dns, 25);
        Assert.Equal("4.7.5", Assert.IsType<RoutePlan.CannotTell>(await planner.Plan(new NextHop.Exchange("a.test"), TlsNeed.Ordinary, default)).Reason.Status);
        _dns.Tlsa.Clear();
        Assert.IsType<RoutePlan.Stops>(await planner.Plan(new NextHop.Exchange("a.test"), TlsNeed.Ordinary, default));
    }

    [Fact]
    public async Task Behind_an_alias_the_real_name_is_asked_first()
    {
        Publish("mx.a.test", Ee);
        Assert.Equal("mx.a.test", Assert.IsType<TlsDemand.Dane>(await Demand(Host("mx.a.test", canonical: "real.b.test"))).Names[0]);
        Assert.Equal(["_25._tcp.real.b.test", "_25._tcp.mx.a.test"], _dns.Asked);
        Publish("real.b.test", Ee);
        Assert.True(Assert.IsType<TlsDemand.Dane>(await Demand(Host("mx.a.test", canonical: "real.b.test"))).Names.SequenceEqual(["real.b.test", "mx.a.test", "a.test"]));
    }

    [Fact]
    public async Task An_alias_from_a_signed_zone_into_an_unsigned_one_leaves_the_first_name()
    {
        Publish("mx.a.test", Ee);
        var host = Host("mx.a.test", canonical: "real.b.test", authentic: false);
        Assert.IsType<TlsDemand.Opportunistic>(await Demand(host));
        _dns.Aliases["mx.a.test"] = new DnsAnswer<string>.Found(["real.b.test"], "mx.a.test", Authentic: true);
        Assert.IsType<TlsDemand.Dane>(await Demand(host));
        Assert.DoesNotContain("_25._tcp.real.b.test", _dns.Asked);
    }

    [Fact]
    public async Task Dane_goes_before_mta_sts()
    {
        _sts = Sts("version: STSv1\nmode: enforce\nmax_age: 86400\nmx: mx1.a.test\nmx: mx2.a.test\n");
        Publish("mx1.a.test", Ee);
        var policies = await Ask(Host("mx1.a.test"), Host("mx2.a.test"), Host("mx3.a.test"));
        Assert.IsType<TlsDemand.Dane>(Assert.IsType<HostTls.Demanded>(policies.Hosts[0]).Demand);
        var trusted = Assert.IsType<TlsDemand.Trusted>(Assert.IsType<HostTls.Demanded>(policies.Hosts[1]).Demand);
        Assert.True(trusted is { Enforced: true, Implicit: false, Names: ["mx2.a.test"] });
        Assert.Equal("4.7.5", Assert.IsType<HostTls.Avoided>(policies.Hosts[2]).Reason.Status);
    }

    [Fact, Trait("acceptance", "TL-12")]
    public async Task A_policy_on_trial_holds_nothing_up()
    {
        _sts = Sts("version: STSv1\nmode: testing\nmax_age: 86400\nmx: mx1.a.test\n");
        var policies = await Ask(Host("mx1.a.test"), Host("mx2.a.test"));
        Assert.Equal(TlsPolicyKind.Sts, policies.Used.Kind);
        Assert.All(policies.Hosts, host => Assert.False(Assert.IsType<TlsDemand.Trusted>(Assert.IsType<HostTls.Demanded>(host).Demand).Enforced));
    }

    [Fact]
    public async Task A_policy_that_says_none_is_none()
    {
        _sts = Sts("version: STSv1\nmode: none\nmax_age: 86400\n");
        Assert.IsType<TlsDemand.Opportunistic>(await Demand(Host("mx.a.test")));
        Assert.Equal(TlsPolicyKind.NoPolicyFound, (await Ask(Host("mx.a.test"))).Used.Kind);
    }

    private static StsPolicy Sts(string text) => StsPolicy.Parse(Encoding.ASCII.GetBytes(text))!;

    private static MailHost Host(string name, string? canonical = null, bool authentic = true) => new(name, canonical ?? name, 10, [IPAddress.Parse("192.0.2.1")], authentic);

    private static MailExchanges.Found Found(bool authentic, params MailHost[] hosts) => new([.. hosts], authentic, IsImplicit: false);

    private void Publish(string host, TlsaRecord record) =>
        _dns.Tlsa[$"_25._tcp.{host}"] = new DnsAnswer<TlsaRecord>.Found([record], $"_25._tcp.{host}", Authentic: true);

    private DomainTlsPolicies Policies() => new(new DanePolicy(_dns, 25), new OneSts(_sts));

    private ValueTask<Domain.Routing.TlsPolicies> Ask(params MailHost[] hosts) => Ask(authentic: true, hosts);

    private ValueTask<Domain.Routing.TlsPolicies> Ask(bool authentic, params MailHost[] hosts) => Policies().For("a.test", Found(authentic, hosts), default);

    private async Task<TlsDemand> Demand(MailHost host) => Assert.IsType<HostTls.Demanded>((await Ask(host)).Hosts.Single()).Demand;
}

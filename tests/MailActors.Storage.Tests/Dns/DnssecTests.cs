using System.Net;
using MailActors.Domain.Dns;
using MailActors.Domain.Routing;
using MailActors.Storage.Dns;

namespace MailActors.Storage.Tests.Dns;

/// <summary>DANE over a resolver that validates: what is signed is believed, what is not signed is as if it weren't there, and what is signed wrongly
/// holds mail up.</summary>
public sealed class DnssecTests(ValidatingResolver resolver) : IClassFixture<ValidatingResolver>
{
    [Fact]
    public async Task What_is_signed_is_authentic_and_so_is_that_there_is_nothing()
    {
        using var dns = resolver.Lookups();
        Assert.True(Assert.IsType<DnsAnswer<MailExchanger>.Found>(await dns.Exchangers("secure.test", default)).Authentic);
        Assert.True(Assert.IsType<DnsAnswer<IPAddress>.Found>(await dns.Addresses("mx.secure.test", AddressType.IPv4, default)).Authentic);
        Assert.True(Assert.IsType<DnsAnswer<IPAddress>.Nothing>(await dns.Addresses("mx.secure.test", AddressType.IPv6, default)).Authentic);
        Assert.True(Assert.IsType<DnsAnswer<string>.Nothing>(await dns.Texts("nobody.secure.test", default)) is { Authentic: true, NoSuchName: true });
        Assert.False(Assert.IsType<DnsAnswer<MailExchanger>.Found>(await dns.Exchangers("plain.test", default)).Authentic);

        // The control: the same records from a server that validates nothing.
        using var unvalidated = resolver.Unvalidated();
        Assert.False(Assert.IsType<DnsAnswer<MailExchanger>.Found>(await unvalidated.Exchangers("secure.test", default)).Authentic);
    }

    [Fact]
    public async Task What_is_signed_by_a_wrong_key_can_not_be_told()
    {
        using var dns = resolver.Lookups();
        Assert.IsType<DnsAnswer<MailExchanger>.CannotTell>(await dns.Exchangers("bogus.test", default));
        Assert.Equal("4.4.3", Assert.IsType<RoutePlan.CannotTell>(await Plan(dns, "bogus.test")).Reason.Status);
        // The control: who does not validate finds it.
        using var unvalidated = resolver.Unvalidated();
        Assert.IsType<DnsAnswer<MailExchanger>.Found>(await unvalidated.Exchangers("bogus.test", default));
    }

    [Theory, Trait("acceptance", "TL-12")]
    [InlineData("secure.test", "mx.secure.test")]
    [InlineData("alias.secure.test", "www.secure.test")]
    public async Task A_record_in_a_signed_zone_decides_about_the_certificate(string domain, string host)
    {
        using var dns = resolver.Lookups();
        var stop = await Stop(dns, domain);
        Assert.Equal(host, stop.Host);
        Assert.Equal(0x22, Assert.Single(Assert.IsType<TlsDemand.Dane>(stop.Tls).Records).Data[0]);

        // The control: without validation there is no DANE.
        using var unvalidated = resolver.Unvalidated();
        Assert.IsType<TlsDemand.Opportunistic>((await Stop(unvalidated, domain)).Tls);
    }

    [Theory, Trait("acceptance", "TL-12")]
    [InlineData("plain.test")] // nothing of it is signed
    [InlineData("stranger.secure.test")] // its exchanger is not
    [InlineData("outside.secure.test")] // the alias leads to a zone that is not
    [InlineData("bare.secure.test")] // there is no record
    public async Task Without_a_signed_record_TLS_is_used_when_it_is_offered(string domain)
    {
        using var dns = resolver.Lookups();
        Assert.IsType<TlsDemand.Opportunistic>((await Stop(dns, domain)).Tls);
    }

    [Fact, Trait("acceptance", "TL-12")]
    public async Task Records_of_uses_that_mean_nothing_here_demand_TLS_alone()
    {
        using var dns = resolver.Lookups();
        Assert.IsType<TlsDemand.Encrypted>((await Stop(dns, "authority.secure.test")).Tls);
    }

    [Fact, Trait("acceptance", "TL-12")]
    public async Task Records_that_can_not_be_had_hold_the_mail_up()
    {
        using var dns = resolver.Lookups();
        Assert.Equal("4.7.5", Assert.IsType<RoutePlan.CannotTell>(await Plan(dns, "held.secure.test")).Reason.Status);
    }

    private static async Task<Stop> Stop(DnsLookups dns, string domain) => Assert.Single(Assert.IsType<RoutePlan.Stops>(await Plan(dns, domain)).Hosts);

    private static async Task<RoutePlan> Plan(DnsLookups dns, string domain)
    {
        var exchangers = new MailExchangeResolver(dns, new(), new OwnHost("mail.here.test", [], allowLoopback: false), TimeProvider.System);
        return await new RoutePlanner(exchangers, new DomainTlsPolicies(new DanePolicy(dns, 25), sts: null), dns, 25).Plan(new NextHop.Exchange(domain), TlsNeed.Ordinary, default);
    }
}

using System.Net;
using System.Net.Sockets;
using MailActors.Domain.Dns;
using MailActors.Domain.Routing;
using MailActors.Storage.Dns;

namespace MailActors.Storage.Tests.Dns;

/// <summary>RFC 5321 §5.1 against a real name server.</summary>
public sealed class MailExchangeTests(NameServer server) : IClassFixture<NameServer>
{
    [Fact]
    public async Task Exchangers_come_in_the_order_of_preference_with_all_their_addresses()
    {
        var found = Assert.IsType<MailExchanges.Found>(await Resolve("two.test"));
        Assert.Equal(["mx1.two.test", "mx2.two.test"], found.Hosts.Select(h => h.Name));
        Assert.Equal(["192.0.2.1", "2001:db8::1"], found.Hosts[0].Addresses.Select(a => a.ToString()).Order());
        Assert.False(found.IsImplicit);
        Assert.False(found.Authentic);
    }

    [Theory, Trait("acceptance", "DN-01"), Trait("acceptance", "SS-03")]
    [InlineData("nobody.test", "5.1.2")]
    [InlineData("null.test", "5.1.10")]
    [InlineData("empty.test", "5.4.4")]
    [InlineData("dead.test", "5.4.4")]
    [InlineData("onlyours.test", "5.4.6")]
    [InlineData("byaddress.test", "5.4.6")]
    [InlineData("cloud.test", "5.4.4")]
    [InlineData("[169.254.169.254]", "5.4.4")]
    [InlineData("[192.0.2.99]", "5.4.6")]
    public async Task What_can_never_be_delivered_is_said_to_be_so(string domain, string status) =>
        Assert.Equal(status, Assert.IsType<MailExchanges.None>(await Resolve(domain)).Reason.Status);

    [Theory, Trait("acceptance", "DN-01")]
    [InlineData("broken.test")]
    [InlineData("unknown.test")]
    [InlineData("elsewhere.example")]
    public async Task What_DNS_can_not_tell_is_never_taken_for_no_such_domain(string domain) =>
        Assert.Equal("4.4.3", Assert.IsType<MailExchanges.CannotTell>(await Resolve(domain)).Reason.Status);

    [Fact, Trait("acceptance", "DN-01")]
    public async Task Without_an_exchanger_the_domain_itself_takes_mail()
    {
        var found = Assert.IsType<MailExchanges.Found>(await Resolve("alone.test"));
        Assert.True(found.IsImplicit);
        Assert.Equal(("alone.test", "192.0.2.3"), (found.Hosts[0].Name, found.Hosts[0].Addresses[0].ToString()));
    }

    [Theory]
    [InlineData("half.test")]
    [InlineData("partly.test")]
    public async Task One_exchanger_that_can_be_reached_is_enough(string domain) =>
        Assert.Equal(["mx1.two.test"], Assert.IsType<MailExchanges.Found>(await Resolve(domain)).Hosts.Select(h => h.Name));

    [Fact]
    public async Task Aliases_are_followed_and_the_name_behind_them_is_told()
    {
        Assert.Equal(2, Assert.IsType<MailExchanges.Found>(await Resolve("alias.test")).Hosts.Length);
        var host = Assert.IsType<MailExchanges.Found>(await Resolve("aliased.test")).Hosts[0];
        Assert.Equal(("www.aliased.test", "mx1.two.test"), (host.Name, host.Canonical));
    }

    [Fact, Trait("acceptance", "DN-03")]
    public async Task Aliases_that_go_round_end()
    {
        Assert.IsNotType<MailExchanges.Found>(await Resolve("loop.test"));
        Assert.IsNotType<MailExchanges.Found>(await Resolve("loops.test"));
    }

    [Fact, Trait("acceptance", "DN-03")]
    public async Task Of_a_thousand_exchangers_five_addresses_are_tried()
    {
        var found = Assert.IsType<MailExchanges.Found>(await Resolve("many.test"));
        Assert.Equal(["h0.many.test", "h1.many.test", "h2.many.test", "h3.many.test", "h4.many.test"], found.Hosts.Select(h => h.Name));
    }

    [Fact]
    public async Task Only_exchangers_preferred_to_ourselves_are_used()
    {
        Assert.Equal(["mx1.two.test"], Assert.IsType<MailExchanges.Found>(await Resolve("ours.test")).Hosts.Select(h => h.Name));
        // The control: another host goes to all three.
        Assert.Equal(3, Assert.IsType<MailExchanges.Found>(await Resolve("ours.test", own: "other.example")).Hosts.Length);
    }

    [Fact]
    public async Task Loopback_is_ourselves_unless_a_test_says_otherwise()
    {
        Assert.IsType<MailExchanges.None>(await Resolve("inside.test"));
        Assert.IsType<MailExchanges.Found>(await Resolve("inside.test", allowLoopback: true));
    }

    [Fact]
    public async Task An_answer_too_large_for_a_datagram_comes_by_TCP()
    {
        using var dns = server.Lookups();
        var texts = Assert.IsType<DnsAnswer<string>.Found>(await dns.Texts("big.test", default)).Records;
        Assert.InRange(texts.Length, 50, 1000);
    }

    [Fact]
    public async Task Records_of_other_kinds_are_read()
    {
        using var dns = server.Lookups();
        Assert.Equal("one and two", Assert.Single(Assert.IsType<DnsAnswer<string>.Found>(await dns.Texts("text.test", default)).Records));
        var tlsa = Assert.Single(Assert.IsType<DnsAnswer<TlsaRecord>.Found>(await dns.Certificates("_25._tcp.mx1.two.test", default)).Records);
        Assert.Equal((3, 1, 1, 32), (tlsa.Usage, tlsa.Selector, tlsa.Matching, tlsa.Data.Length));
        Assert.Equal(new ServiceHost(0, 1, 993, "mail.two.test"), Assert.Single(Assert.IsType<DnsAnswer<ServiceHost>.Found>(await dns.Services("_imaps._tcp.two.test", default)).Records));
        Assert.Equal("", Assert.Single(Assert.IsType<DnsAnswer<ServiceHost>.Found>(await dns.Services("_pop3._tcp.two.test", default)).Records).Host);
        Assert.False(Assert.IsType<DnsAnswer<string>.Nothing>(await dns.Texts("two.test", default)).NoSuchName);
        Assert.True(Assert.IsType<DnsAnswer<string>.Nothing>(await dns.Texts("nobody.test", default)).NoSuchName);
    }

    [Fact, Trait("acceptance", "DN-02")]
    public async Task A_resolver_that_is_silent_is_passed_over_and_when_all_are_the_mail_is_put_off_in_time()
    {
        using var silent = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var dead = silent.Client.LocalEndPoint!.ToString()!;
        using (var dns = server.Lookups(dead))
            Assert.IsType<MailExchanges.Found>(await Resolver(dns, new DnsSettings()).Resolve("two.test", default));

        var settings = new DnsSettings { Resolvers = [dead], Timeout = TimeSpan.FromMilliseconds(200), Budget = TimeSpan.FromMilliseconds(500) };
        using var alone = new DnsLookups(settings, TimeProvider.System);
        Assert.Equal("4.4.3", Assert.IsType<MailExchanges.CannotTell>(await Resolver(alone, settings).Resolve("two.test", default)).Reason.Status);
    }

    private async Task<MailExchanges> Resolve(string domain, string own = "mail.here.test", bool allowLoopback = false)
    {
        using var dns = server.Lookups();
        return await Resolver(dns, new DnsSettings(), own, allowLoopback).Resolve(domain, default);
    }

    private static MailExchangeResolver Resolver(IDnsLookups dns, DnsSettings settings, string own = "mail.here.test", bool allowLoopback = false) =>
        new(dns, settings, new OwnHost(own, own == "mail.here.test" ? [IPAddress.Parse("192.0.2.99")] : [], allowLoopback), TimeProvider.System);
}

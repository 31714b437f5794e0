using System.Security.Cryptography.X509Certificates;
using MailActors.Actors.Delivery.Remote.Certificates;
using MailActors.Actors.Delivery.Remote.Policies;
using MailActors.Actors.Tests.Delivery.Remote.Certificates;
using MailActors.Actors.Tests.Fakes;
using MailActors.Domain.Routing;
using MailActors.Protocol.MtaSts;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MailActors.Actors.Tests.Delivery.Remote.Policies;

/// <summary>The fetch over real sockets and TLS (RFC 8461 §3.3), and all that a policy host may not do.</summary>
public sealed class StsPolicyHostsTests : IAsyncLifetime
{
    private static readonly TestAuthority Root = TestAuthority.Root();
    private static readonly X509Certificate2 Good = Root.Host(["mta-sts.a.test"]);
    private readonly FakeDns _dns = new() { Hosts = { ["mta-sts.a.test"] = "127.0.0.1" } };
    private readonly PolicyServer _server = new(Good);
    private bool _allowPrivate = true;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_policy_is_fetched_from_its_place_under_its_name()
    {
        var policy = Assert.IsType<StsFetch.Fetched>(await Fetch()).Policy;
        Assert.True(policy is { Mode: StsMode.Enforce, MaxAge: 604800 } && policy.Hosts.SequenceEqual(["mx.a.test"]));
        Assert.Equal(["mta-sts.a.test GET /.well-known/mta-sts.txt HTTP/1.1"], _server.Asked);
    }

    [Theory, Trait("acceptance", "SS-02")]
    [InlineData("301 Moved Permanently")]
    [InlineData("302 Found")]
    [InlineData("307 Temporary Redirect")]
    public async Task A_redirect_is_not_followed(string status)
    {
        _server.Answer = new() { Status = status, Fields = $"Location: https://mta-sts.a.test:{_server.Port}/elsewhere\r\n" };
        await Fails(TlsFailure.StsPolicyFetchError, $"answered {status[..3]}");
        Assert.Single(_server.Asked);
    }

    [Theory]
    [InlineData("204 No Content")]
    [InlineData("404 Not Found")]
    [InlineData("500 Oops")]
    public async Task Only_200_is_an_answer(string status)
    {
        _server.Answer = new() { Status = status };
        await Fails(TlsFailure.StsPolicyFetchError, $"answered {status[..3]}");
    }

    [Theory, Trait("acceptance", "SS-02")]
    [InlineData("text/html")]
    [InlineData("application/octet-stream")]
    public async Task Another_type_is_no_policy(string type)
    {
        _server.Answer = new() { Type = type };
        await Fails(TlsFailure.StsPolicyFetchError, "not text/plain");
    }

    [Fact, Trait("acceptance", "SS-02")]
    public async Task What_is_larger_than_64_KB_is_not_read()
    {
        // The control: so much is read.
        var policy = _server.Answer.Policy.PadRight(StsPolicy.MaxLength);
        _server.Answer = new() { Policy = policy };
        Assert.IsType<StsFetch.Fetched>(await Fetch());
        _server.Answer = new() { Policy = policy + " " };
        await Fails(TlsFailure.StsPolicyFetchError, "more than 65536 octets");
    }

    [Fact, Trait("acceptance", "SS-02")]
    public async Task A_host_that_is_slow_is_left_after_its_time()
    {
        _server.Answer = new() { Hangs = true };
        var time = new FakeTimeProvider(new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var fetch = Fetch(time: time);
        while (_server.Asked.IsEmpty) await Task.Delay(10);
        Assert.False(fetch.IsCompleted);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Contains("took longer than 60 seconds", Assert.IsType<StsFetch.Failed>(await fetch).Why);
    }

    [Fact]
    public async Task A_header_section_without_end_is_not_read()
    {
        _server.Answer = new() { Fields = string.Concat(Enumerable.Range(0, 2000).Select(i => $"X-{i}: {new string('x', 100)}\r\n")) };
        await Fails(TlsFailure.StsPolicyFetchError, "");
    }

    [Fact]
    public async Task What_is_no_policy_is_told_apart()
    {
        _server.Answer = new() { Policy = "version: STSv1\nmode: perhaps\n" };
        await Fails(TlsFailure.StsPolicyInvalid, "no policy");
    }

    [Theory]
    [InlineData("another name")]
    [InlineData("expired")]
    [InlineData("unknown authority")]
    [InlineData("name in the subject only")]
    public async Task The_certificate_must_be_good_for_the_name(string fault)
    {
        _server.Certificate = fault switch
        {
            "another name" => Root.Host(["a.test"]),
            "expired" => Root.Host(["mta-sts.a.test"], until: TestAuthority.From.AddDays(1)),
            "unknown authority" => TestAuthority.Root("Unknown").Host(["mta-sts.a.test"]),
            _ => Root.Host([], subject: "mta-sts.a.test"),
        };
        await Fails(TlsFailure.StsWebPkiInvalid, "certificate");
        Assert.Empty(_server.Asked);
    }

    [Theory, Trait("acceptance", "SS-01")]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("::ffff:127.0.0.1")]
    public async Task A_policy_host_does_not_lead_into_our_own_network(string address)
    {
        _allowPrivate = false;
        _dns.Hosts["mta-sts.a.test"] = address;
        await Fails(TlsFailure.StsPolicyFetchError, "no address to ask a policy of");
        Assert.Empty(_server.Asked);
    }

    [Fact]
    public async Task DNS_that_fails_and_a_host_that_is_not_there_are_failures_and_no_faults()
    {
        await Fails(TlsFailure.StsPolicyFetchError, "it has no address", "b.test");
        await Fails(TlsFailure.StsPolicyFetchError, "", new string('x', 300) + ".test");
        _dns.IsBroken = true;
        await Fails(TlsFailure.StsPolicyFetchError, "its address can't be told");
        _dns.IsBroken = false;
        await _server.DisposeAsync();
        await Fails(TlsFailure.StsPolicyFetchError, "takes no connection");
    }

    private async Task Fails(TlsFailure failure, string why, string domain = "a.test")
    {
        var failed = Assert.IsType<StsFetch.Failed>(await Fetch(domain));
        Assert.Equal(failure, failed.Failure);
        Assert.Contains(why, failed.Why);
        Assert.Contains($"mta-sts.{domain}", failed.Why);
    }

    private Task<StsFetch> Fetch(string domain = "a.test", TimeProvider? time = null)
    {
        var settings = new StsSettings { Port = _server.Port, AllowPrivateHosts = _allowPrivate };
        return new StsPolicyHosts(_dns, new CertificateCheck(TimeProvider.System, [Root.Certificate]), settings, time ?? TimeProvider.System).Fetch(domain, default).AsTask();
    }
}

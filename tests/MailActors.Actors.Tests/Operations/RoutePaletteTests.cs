using System.Text;
using System.Text.Json;
using Akka.Event;
using MailActors.Actors.Delivery.Remote.Routes;
using MailActors.Actors.Delivery.Remote.Sources;
using MailActors.Actors.Operations;
using MailActors.Actors.Operations.Palettes;
using MailActors.Actors.Tests.Fakes;
using MailActors.Domain.Directory;
using MailActors.Domain.Routing;
using MailActors.Storage.Dns;
using Xunit;

namespace MailActors.Actors.Tests.Operations;

/// <summary>What operators are told about the way of mail: with the real planner, resolver and route table, over DNS in memory.</summary>
public class RoutePaletteTests
{
    private readonly FakeDirectory _directory = new();
    private readonly FakeDns _dns = new();
    private readonly OperatorConsole _console;

    public RoutePaletteTests()
    {
        _directory.AddAccount("ann@ours.example");
        _directory.AddAlias("info@ours.example", "ann@ours.example", "bob@far.example");
        _dns.Mx["far.example"] = [new(10, "mx1.far.example"), new(20, "mx2.far.example")];
        _dns.Hosts["mx1.far.example"] = "192.0.2.1";
        _dns.Hosts["mx2.far.example"] = "192.0.2.2";
        _dns.Hosts["smart.example"] = "192.0.2.3";
        _dns.Mx["closed.example"] = [new(0, "")];
        _dns.Mx["round.example"] = [new(5, "mail.ours.example")];
        _dns.Hosts["alone.example"] = "192.0.2.4";
        var routes = new RouteTable([
            new() { Domain = ".partner.example", Via = RouteVia.Smtp, Host = "smart.example", Tls = RelayTls.Verified, User = "we", Password = "hush-hush" },
            new() { Domain = "direct.partner.example" },
        ]);
        var resolver = new MailExchangeResolver(_dns, new(), new("mail.ours.example", [], allowLoopback: false), TimeProvider.System);
        var sources = new SourceAddresses([new() { For = "ours.example", Addresses = ["198.51.100.1"] }], []);
        _console = new("secret", [new RoutePalette(_directory, new(new(), _directory, new FakeReturnPaths(TimeProvider.System)), routes, new RoutePlanner(resolver, new DomainTlsPolicies(new DanePolicy(_dns, 25), sts: null), _dns, 25), _dns, sources).Make()], NoLogger.Instance);
    }

    [Fact]
    public async Task Routes_are_listed_without_their_passwords()
    {
        var lines = await Run("list");

        Assert.Equal(
            ["""{"domain":"direct.partner.example","via":"Direct","host":null,"port":null,"tls":null,"user":null}""",
             """{"domain":".partner.example","via":"Smtp","host":"smart.example","port":587,"tls":"Verified","user":"we"}"""],
            lines.SkipLast(1).Select(line => line.GetProperty("values").GetRawText()));
        Assert.DoesNotContain("hush", string.Concat(lines));
    }

    [Fact]
    public async Task Mail_for_another_host_is_told_of_step_by_step()
    {
        var (steps, exitCode) = await Test("bob@far.example", "ann@ours.example");

        Assert.Equal(
            ["recipient: remote (far.example is none of our domains)",
             "route: direct (there is no route for far.example)",
             "MX: 10 mx1.far.example (not validated with DNSSEC)",
             "MX: 20 mx2.far.example (not validated with DNSSEC)",
             "host: mx1.far.example:25 (192.0.2.1)",
             "TLS: TLS if offered, any certificate (no policy of the domain)",
             "host: mx2.far.example:25 (192.0.2.2)",
             "TLS: TLS if offered, any certificate (no policy of the domain)",
             "source: 198.51.100.1 (set for this sender)",
             "verdict: sent (to the first of these hosts that takes it; how it fares: mailctl destination show far.example)"],
            steps);
        Assert.Equal(0, exitCode);
        Assert.Contains("source: any (the system chooses)", (await Test("bob@far.example")).Steps);
    }

    [Fact]
    public async Task A_route_is_named_with_what_it_demands()
    {
        var (steps, exitCode) = await Test("bob@x.partner.example");

        Assert.Equal("route: Smtp [smart.example]:587 (the route for .partner.example, logging in as we)", steps[1]);
        Assert.Equal(["host: smart.example:587 (192.0.2.3)", "TLS: TLS, trusted certificate for smart.example (the route says so)"], steps[2..4]);
        Assert.Equal(0, exitCode);
        Assert.Contains("route: direct (the route for direct.partner.example says so)", (await Test("bob@direct.partner.example")).Steps);
    }

    [Fact]
    public async Task Mail_for_us_goes_to_a_mailbox_and_an_alias_may_lead_out()
    {
        Assert.Equal(["recipient: mailbox (of the account ann@ours.example)"], (await Test("Ann+tag@OURS.example")).Steps);
        var (steps, exitCode) = await Test("info@ours.example");
        Assert.Equal(
            ["recipient: mailbox (of the account ann@ours.example)", "recipient: remote (the alias info@ours.example leads to bob@far.example)"], steps[..2]);
        Assert.Contains("host: mx1.far.example:25 (192.0.2.1)", steps);
        Assert.Equal(0, exitCode);
    }

    [Theory]
    [InlineData("nobody@ours.example", "recipient: refused (ours.example is ours, and nobody has the address nobody@ours.example)")]
    [InlineData("gone@ours.example", "recipient: refused (the account of gone@ours.example is disabled)")]
    [InlineData("ring@ours.example", "recipient: refused (the alias ring@ours.example leads back to itself, or to too many addresses)")]
    [InlineData("bob@missing.example", "verdict: given back (5.1.2 There is no domain missing.example.)")]
    [InlineData("bob@closed.example", "verdict: given back (5.1.10 The domain closed.example takes no mail (null MX).)")]
    [InlineData("bob@round.example", "verdict: given back (5.4.6 Mail for round.example leads back to this host, which has no mailboxes of that domain.)")]
    [Trait("acceptance", "SS-03")]
    public async Task Mail_that_would_not_be_sent_is_said_to_be_so(string address, string verdict)
    {
        _directory.AddAccount("gone@ours.example", disabled: true);
        _directory.AddRoute("ring@ours.example", Route.Loop.Instance);

        var (steps, exitCode) = await Test(address);

        Assert.Equal((verdict, 1), (steps[^1], exitCode));
    }

    [Fact]
    public async Task Without_exchangers_the_domain_itself_is_told()
    {
        var steps = (await Test("bob@alone.example")).Steps;
        Assert.Equal(["MX: none (the domain's own address is used (RFC 5321 §5.1))", "host: alone.example:25 (192.0.2.4)"], steps[2..4]);
        Assert.Equal("host: 192.0.2.9:25 (192.0.2.9)", (await Test("bob@[192.0.2.9]")).Steps[2]);
    }

    [Fact]
    public async Task What_cannot_be_told_puts_mail_off_and_is_no_refusal()
    {
        _dns.IsBroken = true;
        var (steps, exitCode) = await Test("bob@far.example");
        Assert.Equal("MX: unknown (no resolver answers)", steps[2]);
        Assert.StartsWith("verdict: put off (4.4.3 ", steps[^1]);
        Assert.Equal(1, exitCode);
        Assert.StartsWith("verdict: put off (4.4.3 DNS can't tell the address of the relay smart.example.", (await Test("bob@x.partner.example")).Steps[^1]);

        _directory.CannotTell = true;
        Assert.Equal(["recipient: put off (the directory can't tell: test)"], (await Test("ann@ours.example")).Steps);
    }

    [Fact]
    public async Task What_is_no_address_is_refused()
    {
        Assert.Equal("InvalidAddress", (await Run("test", ("address", "bob at far"))).First().GetProperty("reason").GetString());
        Assert.Equal("InvalidAddress", (await Run("test", ("address", "bob@far.example"), ("from", "x"))).First().GetProperty("reason").GetString());
    }

    private async Task<(List<string> Steps, int ExitCode)> Test(string address, string? from = null)
    {
        var lines = await Run("test", from is null ? [("address", address)] : [("address", address), ("from", from)]);
        return (
            [.. lines.SkipLast(1).Select(line => line.GetProperty("values")).Select(v => $"{v.GetProperty("step")}: {v.GetProperty("result")} ({v.GetProperty("why")})")],
            lines[^1].GetProperty("exitCode").GetInt32());
    }

    private async Task<List<JsonElement>> Run(string command, params (string Name, string Value)[] args)
    {
        var request = JsonSerializer.Serialize(new { token = "secret", palette = "route", command, args = args.ToDictionary(a => a.Name, a => a.Value) });
        var lines = new List<JsonElement>();
        await foreach (var bytes in _console.Answer(Encoding.UTF8.GetBytes(request), "test", CancellationToken.None).ReadAllAsync())
        {
            using var json = JsonDocument.Parse(bytes);
            lines.Add(json.RootElement.Clone());
        }

        return lines;
    }
}

using System.Text;
using System.Text.Json;
using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using MailActors.Actors.Cluster;
using MailActors.Actors.Delivery.Remote.Destinations;
using MailActors.Actors.Operations;
using MailActors.Actors.Operations.Palettes;
using MailActors.Actors.Tests.Delivery.Remote.Couriers;
using MailActors.Domain.Destinations;
using MailActors.Domain.Queue;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace MailActors.Actors.Tests.Operations;

/// <summary>The operator's view of destinations, over real sharding of one node.</summary>
public sealed class DestinationPaletteTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly CourierSpec.FakePauses _pauses = new();
    private readonly TaskCompletionSource<IActorRef> _ready = new();
    private IHost _host = null!;
    private IActorRef _region = null!;
    private OperatorConsole _console = null!;

    public async Task InitializeAsync()
    {
        var rules = new DestinationRules([new() { For = "slow.example", Connections = 2, MostConnections = 3, MessagesPerMinute = 10, GiveUpAfter = TimeSpan.FromDays(2) }]);
        _host = new HostBuilder().ConfigureServices(services => services.AddAkka("mail", builder => builder
            .WithMailCluster(new ClusterSettings())
            .WithDestinations(rules, _pauses, TimeProvider.System, _ready.SetResult))).Build();
        await _host.StartAsync();
        _region = await _ready.Task;
        _console = new("secret", [new DestinationPalette(_pauses, rules, _region, TimeProvider.System).Make()], NoLogger.Instance);
    }

    public async Task DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    [Fact]
    public async Task List_shows_how_each_destination_fares_and_those_paused_before_anybody_asked()
    {
        await _pauses.Pause(new("quiet.example", "They asked us to", 5), default);
        await Claim("fine.example", successes: 7, troubles: 0);
        await Claim("down.example", successes: 0, troubles: 5);

        var rows = (await Run("list")).Where(r => r.Kind == "row").ToDictionary(r => r.Values.GetProperty("destination").GetString()!, r => r.Values);

        Assert.Equal(("open", 7, 9), (Text(rows["fine.example"], "standing"), Number(rows["fine.example"], "successes"), Number(rows["fine.example"], "wanted")));
        Assert.Equal(("dead", 5, "4.4.1 It is down. (said down)"), (Text(rows["down.example"], "standing"), Number(rows["down.example"], "troubles"), Text(rows["down.example"], "trouble")));
        Assert.True(Number(rows["down.example"], "deadUntil") > 1_600_000_000);
        Assert.Equal(JsonValueKind.Null, rows["fine.example"].GetProperty("deadUntil").ValueKind);
        Assert.Equal(("paused", 5, "They asked us to", 0), (Text(rows["quiet.example"], "standing"), Number(rows["quiet.example"], "pausedSince"), Text(rows["quiet.example"], "why"), Number(rows["quiet.example"], "allowed")));
        Assert.Equal(3, rows.Count);
        Assert.Single(await Run("list", ("limit", "1")), r => r.Kind == "row");
    }

    [Fact]
    public async Task Show_tells_the_rules_of_a_destination()
    {
        var shown = (await Run("show", ("name", "SLOW.example"))).First().Values;

        Assert.Equal(("slow.example", 2, 3, 10), (Text(shown, "destination"), Number(shown, "connectionsAtFirst"), Number(shown, "mostConnections"), Number(shown, "messagesPerMinute")));
        Assert.Equal(("2.00:00:00", "00:05:00"), (Text(shown, "giveUpAfter"), Text(shown, "firstRetry")));
    }

    [Fact]
    public async Task A_paused_destination_allows_nothing_until_it_is_resumed()
    {
        Assert.Equal(2, (await Claim("slow.example", 0, 0)).Connections);

        var paused = (await Run("pause", ("name", "slow.example"), ("why", "They asked us to"))).First().Values;
        Assert.Equal(("paused", "They asked us to"), (Text(paused, "standing"), Text(paused, "why")));
        Assert.Equal((0, DestinationStanding.Paused), ((await Claim("slow.example", 0, 0)).Connections, (await Claim("slow.example", 0, 0)).Standing));

        var resumed = (await Run("resume", ("name", "slow.example"))).First().Values;
        Assert.Equal(("open", JsonValueKind.Null), (Text(resumed, "standing"), resumed.GetProperty("why").ValueKind));
        Assert.Empty(_pauses.List());
        Assert.Equal(("error", "NotPaused"), await Refusal("resume", ("name", "slow.example")));
    }

    [Theory]
    [InlineData("not a domain")]
    [InlineData("[relay.example]:0")]
    [InlineData("[relay.example]:65536")]
    [InlineData("[]:25")]
    [InlineData("[re lay]:25")]
    [InlineData("")]
    public async Task What_is_no_destination_is_refused(string name)
    {
        Assert.Equal(("error", "InvalidDestination"), await Refusal("pause", ("name", name)));
        Assert.Empty(_pauses.List());
    }

    [Theory]
    [InlineData("ExAmple.ORG", "example.org")]
    [InlineData("[Relay.Example]:2525", "[relay.example]:2525")]
    [InlineData("[127.0.0.1]", "[127.0.0.1]")]
    [InlineData("bücher.example", "xn--bcher-kva.example")]
    public async Task Names_are_taken_as_next_hops_have_them(string typed, string name)
    {
        await Run("pause", ("name", typed));
        Assert.Equal([name], _pauses.List().Select(p => p.Destination));
    }

    [Fact]
    public async Task A_reason_of_two_lines_is_refused() =>
        Assert.Equal(("error", "InvalidReason"), await Refusal("pause", ("name", "slow.example"), ("why", "one\r\ntwo")));

    private Task<DestinationReplies.Allowance> Claim(string destination, int successes, int troubles) => _region.Ask<DestinationReplies.Allowance>(
        new DestinationCommands.Claim(destination, Guid.Parse("00000000-0000-0000-0000-000000000001"), 0, 9, 0, successes, troubles, troubles > 0 ? new Reason("4.4.1", "It is down.", "down") : null), Patience);

    private async Task<(string, string)> Refusal(string command, params (string Name, string Value)[] args)
    {
        var line = (await Run(command, args)).First();
        return (line.Kind, line.Reason);
    }

    private async Task<List<(string Kind, JsonElement Values, string Reason)>> Run(string command, params (string Name, string Value)[] args)
    {
        var request = JsonSerializer.Serialize(new { token = "secret", palette = "destination", command, args = args.ToDictionary(a => a.Name, a => a.Value) });
        var lines = new List<(string, JsonElement, string)>();
        await foreach (var bytes in _console.Answer(Encoding.UTF8.GetBytes(request), "test", CancellationToken.None).ReadAllAsync())
        {
            using var json = JsonDocument.Parse(bytes);
            var root = json.RootElement;
            lines.Add((
                root.GetProperty("kind").GetString()!,
                root.TryGetProperty("values", out var values) ? values.Clone() : default,
                root.TryGetProperty("reason", out var reason) ? reason.GetString()! : ""));
        }

        return lines;
    }

    private static string? Text(JsonElement values, string name) => values.GetProperty(name).GetString();

    private static long Number(JsonElement values, string name) => values.GetProperty(name).GetInt64();
}

using Akka.Actor;
using Akka.Hosting;
using MailActors.Actors.Cluster;
using MailActors.Actors.Delivery.Remote.Destinations;
using MailActors.Actors.Tests.Delivery.Remote.Couriers;
using MailActors.Domain.Destinations;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace MailActors.Actors.Tests.Cluster;

/// <summary>One node that joins itself, with real sharding.</summary>
public sealed class DestinationRegionTests : IAsyncLifetime
{
    private readonly TaskCompletionSource<IActorRef> _region = new();
    private IHost _host = null!;

    public async Task InitializeAsync()
    {
        var rules = new DestinationRules([new() { For = "small.example", Connections = 2, MostConnections = 2 }]);
        _host = new HostBuilder().ConfigureServices(services => services.AddAkka("mail", builder => builder
            .WithMailCluster(new ClusterSettings())
            .WithDestinations(rules, new CourierSpec.FakePauses(), TimeProvider.System, _region.SetResult))).Build();
        await _host.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    [Fact]
    public async Task Claims_find_their_destination_and_couriers_share_it()
    {
        var region = await _region.Task;
        Assert.Equal(2, (await Claim("small.example", held: 0)).Connections);
        Assert.Equal(5, (await Claim("other.example", held: 0)).Connections);
        Assert.Equal(5, (await Claim("[relay.example]:25", held: 0)).Connections);
        Assert.Equal(1, (await Claim("small.example", held: 0)).Connections);
        var shown = await region.Ask<DestinationReplies.DestinationShown>(new DestinationCommands.Show("small.example"), TimeSpan.FromSeconds(60));
        Assert.Equal((2, 2, DestinationStanding.Open), (shown.Couriers, shown.Window, shown.Standing));

        Task<DestinationReplies.Allowance> Claim(string destination, int held) => region.Ask<DestinationReplies.Allowance>(
            new DestinationCommands.Claim(destination, Guid.NewGuid(), held, 9, 9, 0, 0, null), TimeSpan.FromSeconds(60));
    }
}

using MailActors.Node.Composition;
using MailActors.Node.Settings;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MailActors.Node.Tests.Running;

/// <summary>A node that its cluster has downed must end: others may own its mailboxes by now.</summary>
public class DownedNodeTests
{
    [Fact]
    public async Task A_downed_node_ends_and_one_that_is_asked_to_stop_is_told_apart()
    {
        var folder = Directory.CreateTempSubdirectory("mailactors-").FullName;
        var settings = new NodeSettings { Data = folder };
        await using var stores = await NodeStores.Open(settings, TimeProvider.System, NullLoggerFactory.Instance);
        await using var node = await MailNode.Start(settings, "mail.example.test", stores, TimeProvider.System, _ => { });

        using var stop = new CancellationTokenSource();
        var asked = node.RunsUntil(stop.Token);
        await stop.CancelAsync();
        Assert.True(await asked);

        var running = node.RunsUntil(CancellationToken.None);
        var cluster = Akka.Cluster.Cluster.Get(node.System);
        cluster.Down(cluster.SelfAddress);
        Assert.False(await running.WaitAsync(TimeSpan.FromSeconds(60)));
        Directory.Delete(folder, recursive: true);
    }
}

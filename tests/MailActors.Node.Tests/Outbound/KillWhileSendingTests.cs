using System.Collections.Concurrent;
using System.Text;
using MailActors.Actors.Tests.Delivery.Remote.Outbound;
using MailActors.Node.Tests.Acceptance;
using Xunit;
using Xunit.Abstractions;

namespace MailActors.Node.Tests.Outbound;

/// <summary>kill -9 while mail is on its way to other hosts: nothing that was accepted is lost, and only what the other host had in hand goes twice.</summary>
public class KillWhileSendingTests(ITestOutputHelper output)
{
    /// <summary>Connections to one destination at a time: the most that can be between the dot and what we remember of its reply.</summary>
    private const int MostInFlight = 20;

    [Fact]
    public async Task Nothing_is_lost_and_only_what_was_in_flight_goes_twice()
    {
        var rounds = HostileNode.Long ? 20 : 4;
        await using var node = await SendingNode.Start(new() { ["MAILACTORS__QUEUE__FIRSTRETRY"] = "00:00:01", ["MAILACTORS__QUEUE__LONGESTRETRY"] = "00:00:01" });
        // Now and then a host takes a message and says nothing until we are gone.
        node.Sink.On["DOT"] = _ => Random.Shared.Next(10) == 0 ? Sink.Hang : "";
        var accepted = new ConcurrentBag<string>();
        for (var round = 1; round <= rounds; round++)
        {
            using var stop = new CancellationTokenSource();
            var load = Task.WhenAll(Enumerable.Range(0, 4).Select(i => Load(node, $"{round}-{i}", accepted, stop.Token)));
            // A busy machine takes its time to get going; from then on at any moment.
            var before = accepted.Count;
            for (var patience = 600; accepted.Count < before + 40 && patience > 0; patience--) await Task.Delay(100);
            await Task.Delay(Random.Shared.Next(800));
            await node.Process.Kill();
            await stop.CancelAsync();
            await load;
            await node.Process.StartAgain();
        }

        node.Sink.On.Clear();
        Assert.True(await node.Process.QueueRunsEmpty(seconds: 120), (await node.Process.Mailctl("queue", "list")).Everything);
        var copies = Arrived(node.Sink);
        var breaches = Breaches(accepted, copies, rounds);
        output.WriteLine($"{rounds} kills, {accepted.Count} messages answered 250, {copies.Count} arrived, {copies.Values.Count(c => c > 1)} of them more than once");
        Assert.Empty(breaches);
        Assert.True(accepted.Count > 20 * rounds, "The load never got through: the test proves nothing.");
    }

    [Fact]
    public void The_ledger_notices_a_message_that_is_missing_and_too_many_that_are_double()
    {
        Assert.Single(Breaches(["a", "b"], new() { ["a"] = 1 }, kills: 1));
        Assert.Empty(Breaches(["a"], new() { ["a"] = 2 }, kills: 1));
        Assert.Single(Breaches(["a"], new() { ["a"] = 3 }, kills: 1));
        var many = Enumerable.Range(0, MostInFlight + 1).Select(i => $"{i}").ToList();
        Assert.Single(Breaches(many, many.ToDictionary(id => id, _ => 2), kills: 1));
    }

    private static List<string> Breaches(IEnumerable<string> accepted, Dictionary<string, int> copies, int kills)
    {
        var breaches = accepted.Where(id => !copies.ContainsKey(id)).Select(id => $"{id} is lost").ToList();
        breaches.AddRange(copies.Where(c => c.Value > 1 + kills).Select(c => $"{c.Key} arrived {c.Value} times"));
        var repeats = copies.Values.Sum(c => c - 1);
        if (copies.All(c => c.Value <= 1 + kills) && repeats > MostInFlight * kills) breaches.Add($"{repeats} repeats after {kills} kills");
        return breaches;
    }

    private static async Task Load(SendingNode node, string name, ConcurrentBag<string> accepted, CancellationToken stop)
    {
        try
        {
            await using var session = await node.Submit();
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var id = $"{name}-{i}@load.test";
                var answer = await node.Send(session, "bob@elsewhere.test", $"Message-ID: <{id}>\r\n\r\nx");
                if (answer.StartsWith("250", StringComparison.Ordinal)) accepted.Add(id);
                else return;
            }
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or System.Net.Sockets.SocketException or ArgumentException or IndexOutOfRangeException)
        {
            // The node was killed.
        }
    }

    private static Dictionary<string, int> Arrived(Sink sink) => sink.Messages
        .Select(octets => Encoding.UTF8.GetString(octets))
        .Select(text => text[(text.IndexOf("Message-ID: <", StringComparison.Ordinal) + "Message-ID: <".Length)..].Split('>')[0])
        .GroupBy(id => id).ToDictionary(g => g.Key, g => g.Count());
}

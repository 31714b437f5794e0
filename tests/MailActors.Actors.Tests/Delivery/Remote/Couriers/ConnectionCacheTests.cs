using System.Collections.Immutable;
using System.Net;
using MailActors.Actors.Delivery.Remote;
using MailActors.Actors.Delivery.Remote.Destinations;
using MailActors.Domain.Routing;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using Envelope = MailActors.Domain.Queue.Envelope;

namespace MailActors.Actors.Tests.Delivery.Remote.Couriers;

public sealed class ConnectionCacheTests
{
    private static readonly ConnectionKey Key = new("a.example", TlsNeed.Ordinary, null);
    private readonly FakeTimeProvider _time = new();
    private readonly ConnectionCache _cache;

    public ConnectionCacheTests() => _cache = new(new() { MaxKept = 2 }, _time);

    [Fact]
    public void A_kept_connection_serves_the_same_need_only_and_once()
    {
        var one = new Idle();
        _cache.Keep(Key, one);
        Assert.Null(_cache.Take(Key with { Tls = TlsNeed.Required }));
        Assert.Null(_cache.Take(Key with { Source = IPAddress.Loopback }));
        Assert.Null(_cache.Take(Key with { Destination = "b.example" }));
        Assert.Same(one, _cache.Take(Key));
        Assert.Null(_cache.Take(Key));
    }

    [Fact]
    public void It_is_closed_when_nobody_came_for_it_and_not_when_somebody_did()
    {
        Idle old = new(), taken = new();
        _cache.Keep(Key, old);
        _cache.Keep(Key, taken);
        Assert.Same(taken, _cache.Take(Key));
        for (var i = 0; i < 3; i++) _time.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Equal((true, false, 0), (old.IsClosed, taken.IsClosed, _cache.Count));
    }

    [Fact]
    public async Task What_is_too_many_or_broken_or_comes_after_the_end_is_closed_at_once()
    {
        Idle first = new(), second = new(), third = new(), broken = new() { IsUsable = false }, late = new();
        foreach (var one in new[] { first, broken, second, third }) _cache.Keep(Key, one);
        Assert.Equal((false, false, true, true), (first.IsClosed, second.IsClosed, third.IsClosed, broken.IsClosed));
        await _cache.DisposeAsync();
        _cache.Keep(Key, late);
        Assert.Equal((true, true, true), (first.IsClosed, second.IsClosed, late.IsClosed));
    }

    [Fact]
    public void The_most_exact_rule_decides_and_leaves_the_rest_to_the_others()
    {
        var rules = new DestinationRules(
        [
            new() { For = "mx.b.example", MostConnections = 3 }, new() { For = "*", MessagesPerMinute = 100, GiveUpAfter = TimeSpan.FromDays(2) },
            new() { For = ".b.example", MessagesPerMinute = 0, Connections = 2 },
        ]);
        var exact = rules.For("MX.b.example");
        Assert.Equal((2, 3, (int?)null, TimeSpan.FromDays(2)), (exact.Limits.Initial, exact.Limits.Most, exact.Limits.PerMinute, exact.Schedule.GiveUp));
        Assert.Equal((5, 20, (int?)100), (rules.For("b.example").Limits.Initial, rules.For("b.example").Limits.Most, rules.For("b.example").Limits.PerMinute));
        Assert.Equal(DestinationTerms.Default, DestinationRules.None.For("b.example"));
    }

    private sealed class Idle : IOutboundConnection
    {
        public string Host => "mx.a.example";

        public bool IsUsable { get; init; } = true;

        public bool IsClosed { get; private set; }

        public ValueTask<Transfer> Send(Envelope envelope, ImmutableArray<int> recipients, CancellationToken cancel) => throw new NotSupportedException();

        public ValueTask DisposeAsync()
        {
            IsClosed = true;
            return ValueTask.CompletedTask;
        }
    }
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using MailActors.Actors.Delivery.Remote;
using MailActors.Domain.Queue;
using MailActors.Domain.Routing;
using Envelope = MailActors.Domain.Queue.Envelope;

namespace MailActors.Actors.Tests.Delivery.Remote.Couriers;

/// <summary>Other hosts, as the test says they are: what each domain does with a connection and with a message.</summary>
internal sealed class FakeOutbound : IOutbound, IRouteTable, IRoutePlanner
{
    public static readonly Reason Unreachable = new("4.4.1", "Connection refused.");

    public ConcurrentQueue<(string Destination, IPAddress? Source)> Connections { get; } = new();

    public ConcurrentQueue<(string Destination, QueueId Message, ImmutableArray<int> Recipients)> Sent { get; } = new();

    public ConcurrentQueue<TlsNeed> Needs { get; } = new();

    /// <summary>Null: there is a way.</summary>
    public Func<TlsNeed, RoutePlan?> OnPlan { get; set; } = _ => null;

    /// <summary>Null: it answers.</summary>
    public Func<string, Task<OutboundResult?>> OnConnect { get; set; } = _ => Task.FromResult<OutboundResult?>(null);

    public Func<string, Envelope, int, RecipientAnswer> OnRecipient { get; set; } =
        (domain, _, recipient) => new(recipient, Verdict.Accepted, null, new($"mx.{domain}", "250 ok", TellsSender: false));

    public Func<string, Envelope, CancellationToken, Task> OnSend { get; set; } = (_, _, _) => Task.CompletedTask;

    public IReadOnlyList<RouteRow> Rows => [];

    public RouteRow? Find(string domain) => null;

    public NextHop For(string domain) => new NextHop.Exchange(domain);

    public ValueTask<RoutePlan> Plan(NextHop hop, TlsNeed need, CancellationToken cancel)
    {
        Needs.Enqueue(need);
        return ValueTask.FromResult(OnPlan(need) ?? new RoutePlan.Stops(
            [new($"mx.{hop.Destination}", 25, [IPAddress.Loopback], TlsDemand.Opportunistic.Instance)], new(TlsPolicyKind.NoPolicyFound, hop.Destination), "as the test says"));
    }

    public async ValueTask<OutboundResult> Connect(NextHop hop, RoutePlan.Stops plan, IPAddress? source, CancellationToken cancel)
    {
        Connections.Enqueue((hop.Destination, source));
        return await OnConnect(hop.Destination) ?? new OutboundResult.Connected(new Connection(this, hop.Destination));
    }

    private sealed class Connection(FakeOutbound world, string destination) : IOutboundConnection
    {
        public string Host => $"mx.{destination}";

        public bool IsUsable => true;

        public async ValueTask<Transfer> Send(Envelope envelope, ImmutableArray<int> recipients, CancellationToken cancel)
        {
            world.Sent.Enqueue((destination, envelope.Id, recipients));
            await world.OnSend(destination, envelope, cancel);
            return new([.. recipients.Select(r => world.OnRecipient(destination, envelope, r))], TroublesDestination: false);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

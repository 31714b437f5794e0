using System.Collections.Immutable;
using Akka.Actor;
using Akka.TestKit;
using MailActors.Actors.Delivery.Remote;
using MailActors.Actors.Delivery.Remote.Destinations;
using MailActors.Actors.Delivery.Remote.Sources;
using MailActors.Domain.Blobs;
using MailActors.Domain.Destinations;
using MailActors.Domain.Queue;
using MailActors.Protocol.Addresses;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using Envelope = MailActors.Domain.Queue.Envelope;

namespace MailActors.Actors.Tests.Delivery.Remote.Couriers;

/// <summary>A courier with real destinations, and other hosts as the test wants them.</summary>
public abstract class CourierSpec : ActorSpec
{
    private int _messages;

    protected CourierSpec() : base("akka.loglevel = ERROR") => Queue = CreateTestProbe();

    protected FakeTimeProvider Time { get; } = new(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));

    internal FakeOutbound World { get; } = new();

    protected TestProbe Queue { get; }

    internal FakePauses Pauses { get; } = new();

    protected CourierSettings Settings { get; set; } = new();

    protected IReadOnlyList<DestinationRule> Rules { get; set; } = [];

    protected SourceAddresses Sources { get; set; } = SourceAddresses.Any;

    protected IActorRef Region { get; private set; } = ActorRefs.Nobody;

    protected long Seconds => Time.GetUtcNow().ToUnixTimeSeconds();

    protected IActorRef Start()
    {
        var rules = new DestinationRules(Rules);
        Region = Sys.ActorOf(Props.Create(() => new Destinations(rules, Pauses, Time)));
        var services = new RemoteServices(Settings, rules, Sources, World, World, World, new(Settings, Time), Region, Time);
        return Sys.ActorOf(Props.Create(() => new Partition(services, Queue)));
    }

    protected RemoteDelivery.Deliver Mail(string domain, int recipients = 1, int tries = 0, string sender = "ann", int priority = 0)
    {
        var number = ++_messages;
        var blob = BlobId.From(new byte[BlobId.Length]);
        var envelope = new Envelope(
            new(new Guid(number, 0, 0, new byte[8])), new MailAddress(sender, "here.example"), blob, 100, 0, BodyKind.SevenBit, false, DsnReturn.Unspecified, null, null, Seconds,
            [.. Enumerable.Range(0, recipients).Select(r => new MailAddress($"user{r}", domain)).Select((a, r) => new Recipient(r, a, a, null, null, blob, 100, DsnNotify.Unspecified, null))])
        { Handling = new() { Priority = priority } };
        return new(envelope, domain, [.. Enumerable.Range(0, recipients)], tries);
    }

    /// <summary>Waits until the courier has taken all it was told.</summary>
    protected void AwaitTaken(IActorRef partition)
    {
        partition.Tell(new Identify(null), TestActor);
        ExpectMsg<ActorIdentity>();
        Sys.ActorSelection(partition.Path / "*").Tell(new Identify(null), TestActor);
        ExpectMsg<ActorIdentity>();
    }

    protected ImmutableArray<Outcome> ExpectFinished(RemoteDelivery.Deliver deliver)
    {
        var finished = Queue.ExpectMsg<RemoteDelivery.Finished>(Patience);
        Assert.Equal(deliver.Envelope.Id, finished.Message);
        return finished.Outcomes;
    }

    /// <summary>Gives all it gets to its courier, and what the courier says to the probe.</summary>
    private sealed class Partition(RemoteServices services, IActorRef probe) : UntypedActor
    {
        private IActorRef _courier = ActorRefs.Nobody;

        protected override void PreStart() => _courier = Context.ActorOf(Props.Create(() => new RemoteCourierActor(services)));

        protected override void OnReceive(object message) => (Sender.Equals(_courier) ? probe : _courier).Forward(message);
    }

    /// <summary>Each destination by its name, as the shard region finds them.</summary>
    private sealed class Destinations(DestinationRules rules, IDestinationPauses pauses, TimeProvider time) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is not IWithDestination { Destination: var name }) return;
            var child = Context.Child(name);
            if (child.IsNobody()) child = Context.ActorOf(Props.Create<DestinationActor>(name, rules, pauses, time), name);
            child.Forward(message);
        }
    }

    internal sealed class FakePauses : IDestinationPauses
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, DestinationPause> _paused = new();

        public bool IsPaused(string destination) => _paused.ContainsKey(destination);

        public IReadOnlyList<DestinationPause> List() => [.. _paused.Values];

        public Task Pause(DestinationPause pause, CancellationToken cancel)
        {
            _paused[pause.Destination] = pause;
            return Task.CompletedTask;
        }

        public Task<bool> Resume(string destination, CancellationToken cancel) => Task.FromResult(_paused.TryRemove(destination, out _));
    }
}

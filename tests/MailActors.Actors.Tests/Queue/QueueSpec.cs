using Akka.Actor;
using Akka.Serialization;
using Akka.TestKit;
using MailActors.Actors.Delivery;
using MailActors.Actors.Delivery.Remote;
using MailActors.Actors.Delivery.Remote.Destinations;
using MailActors.Actors.Queue;
using MailActors.Actors.Serialization;
using MailActors.Actors.Tests.Mailboxes;
using MailActors.Domain;
using MailActors.Domain.Blobs;
using MailActors.Domain.Queue;
using MailActors.Protocol.Addresses;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using Envelope = MailActors.Domain.Queue.Envelope;

namespace MailActors.Actors.Tests.Queue;

/// <summary>One partition on a journal in memory; a probe sees what its delivery is given.</summary>
public abstract class QueueSpec : ActorSpec
{
    private const string Plugins = """
        akka.loglevel = WARNING
        akka.persistence {
          journal.inmem.class = "MailActors.Actors.Tests.Mailboxes.TestJournal, MailActors.Actors.Tests"
          journal.plugin = "akka.persistence.journal.inmem"
          snapshot-store.plugin = "akka.persistence.snapshot-store.local"
          snapshot-store.local.class = "MailActors.Actors.Tests.Mailboxes.TestSnapshots, MailActors.Actors.Tests"
        }
        """;

    protected QueueSpec() : base(Plugins, SerializationSetup.Create(system => [SerializerDetails.Create("mail", new MailSerializer(system), [.. WireTypes.Bound])]))
    {
        Journal = TestJournal.Of(Sys);
        Delivery = CreateTestProbe();
        Remote = CreateTestProbe();
        Notifier = CreateTestProbe();
    }

    protected static readonly Reason Later = new("4.4.1", "no answer");

    internal TestJournal.Switches Journal { get; }

    protected TestProbe Delivery { get; }

    protected TestProbe Remote { get; }

    protected TestProbe Notifier { get; }

    protected FakeTimeProvider Time { get; } = new(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));

    protected QueueSettings Settings { get; set; } = new();

    protected IReadOnlyList<DestinationRule> Rules { get; set; } = [];

    /// <summary>Null: the courier has always drained at once.</summary>
    protected TestProbe? Drains { get; set; }

    protected IActorRef Start()
    {
        var children = new QueueChildren(Props.Create<Courier>(Delivery.Ref, null), Props.Create<Courier>(Remote.Ref, Drains?.Ref), Props.Create<Courier>(Notifier.Ref, null))
        {
            Rules = new OutboundSettings { Destinations = Rules }.RulesOver(Settings),
        };
        return Watch(Sys.ActorOf(Props.Create<QueueActor>(
            3, Settings, Time, children, "akka.persistence.journal.inmem", "akka.persistence.snapshot-store.local")));
    }

    protected void Stop(IActorRef queue)
    {
        queue.Tell(StopPartition.Instance);
        ExpectTerminated(queue);
    }

    protected QueueReplies.QueueListing List(IActorRef queue)
    {
        queue.Tell(new QueueQueries.ListQueue(3, QueueFilter.All, null, 100));
        return ExpectMsg<QueueReplies.QueueListing>();
    }

    protected LocalDelivery.Deliver ExpectDelivery(int number)
    {
        var deliver = Delivery.ExpectMsg<LocalDelivery.Deliver>();
        Assert.Equal(Id(number), deliver.Envelope.Id);
        return deliver;
    }

    protected static void Accept(IActorRef queue, TestKitBase asker, params int[] numbers)
    {
        foreach (var number in numbers) queue.Tell(new QueueCommands.AcceptMessage(3, Mail(number)), asker.TestActor);
    }

    protected static QueueId Id(int number) => new(new Guid(number, 0, 0, new byte[8]));

    protected static Envelope Mail(int number) => new(
        Id(number), new MailAddress("from", "example.org"), Blob, 100, 10, BodyKind.SevenBit, false, DsnReturn.Unspecified, null, null,
        1_700_000_000 + number, [To(0, new AccountId(7))]);

    protected static Recipient To(int number, AccountId? account)
    {
        var address = new MailAddress($"user{number}", "example.org");
        return new(number, address, address, account, null, Blob, 100, DsnNotify.Unspecified, null);
    }

    protected void Operate(IActorRef queue, QueueCommand command)
    {
        queue.Tell(command, TestActor);
        Assert.True(ExpectMsg<QueueReplies.Operated>().Found);
    }

    protected static Envelope Remotely(int number, params string[] domains) => Mail(number) with
    {
        Recipients = [.. domains.Select((domain, i) => To(i, null) with { Address = new MailAddress("user", domain) })],
    };

    protected void Take(IActorRef queue, Envelope mail)
    {
        queue.Tell(new QueueCommands.AcceptMessage(3, mail), TestActor);
        ExpectMsg<QueueReplies.Accepted>();
    }

    protected static void Put(IActorRef queue, int number, Outcome outcome) => queue.Tell(new RemoteDelivery.Finished(Id(number), [outcome]));

    /// <summary>Waits until the first recipient is seen with this status.</summary>
    protected void Seen(IActorRef queue, int number, RecipientStatus status, int? tries = null) => AwaitAssert(() =>
    {
        var first = List(queue).Messages.Single(m => m.Envelope.Id == Id(number)).Recipients[0];
        Assert.Equal(status, first.Status);
        Assert.Equal(tries ?? first.Tries, first.Tries);
    });

    protected void Pass(IActorRef queue, int seconds)
    {
        Time.Advance(TimeSpan.FromSeconds(seconds));
        queue.Tell(QueueSignals.Due.Instance);
    }

    protected long At(int seconds) => Time.GetUtcNow().ToUnixTimeSeconds() + seconds;

    private static BlobId Blob => BlobId.From(new byte[BlobId.Length]);

    /// <summary>Shows the probe what it is given; a string crashes it.</summary>
    private sealed class Courier(IActorRef probe, IActorRef? drains) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is string words) throw new InvalidOperationException(words);
            if (message is not RemoteDelivery.Drain) probe.Tell(message, Self);
            else if (drains is null) Context.Parent.Tell(RemoteDelivery.Drained.Instance);
            else drains.Tell(message, Self);
        }
    }
}

using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Persistence;
using Akka.TestKit;
using Akka.TestKit.Xunit2;

namespace MailActors.Storage.Tests.Contracts;

/// <summary>A system whose journal and snapshot store are under contract, and the messages persistent actors exchange with them.</summary>
public abstract class PersistenceContract(ActorSystemSetup setup) : TestKit(setup)
{
    protected static readonly Config Common = ConfigurationFactory.ParseString("""
        akka.loglevel = ERROR
        akka.stdout-loglevel = ERROR
        akka.test.timefactor = 3
        """);

    private int _instance;

    protected TestProbe Write(string name, params string[][] atomicWrites) => WriteFrom(1, name, atomicWrites);

    /// <summary>Each inner array is one atomic write; numbers ascend from <paramref name="first"/>.</summary>
    protected TestProbe WriteFrom(long first, string name, params object[][] atomicWrites)
    {
        var writer = CreateTestProbe();
        var next = first;
        var writes = atomicWrites.Select(events => new AtomicWrite([.. events.Select(e =>
            (IPersistentRepresentation)new Persistent(e, next++, name, "", false, writer, "writer", 0))]));
        Journal.Tell(new WriteMessages(writes.ToList(), writer, ++_instance), writer);
        return writer;
    }

    protected static void Written(TestProbe writer, int events)
    {
        writer.ExpectMsg<WriteMessagesSuccessful>();
        for (var i = 0; i < events; i++) writer.ExpectMsg<WriteMessageSuccess>();
    }

    protected (List<object> Events, long Highest) Replay(string name, long from = 0, long to = long.MaxValue, long max = long.MaxValue)
    {
        var reader = CreateTestProbe();
        Journal.Tell(new ReplayMessages(from, to, max, name, reader), reader);
        var events = new List<object>();
        while (true)
        {
            switch (reader.ReceiveOne(TimeSpan.FromSeconds(10)))
            {
                case ReplayedMessage replayed:
                    events.Add(replayed.Persistent.Payload);
                    break;
                case RecoverySuccess done:
                    return (events, done.HighestSequenceNr);
                case var other:
                    throw new InvalidDataException($"Replay gave {other}");
            }
        }
    }

    protected IActorRef Journal => Persistence.Instance.Apply(Sys).JournalFor(null);

    protected IActorRef Snapshots => Persistence.Instance.Apply(Sys).SnapshotStoreFor(null);
}

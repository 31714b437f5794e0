using Akka.Actor;
using Akka.Serialization;
using MailActors.Actors.Mailboxes;
using MailActors.Actors.Serialization;
using MailActors.Domain;
using MailActors.Domain.Blobs;
using MailActors.Domain.Mailboxes;
using Microsoft.Extensions.Time.Testing;
using static MailActors.Domain.Mailboxes.MailboxCommands;

namespace MailActors.Actors.Tests.Mailboxes;

/// <summary>One mailbox on a journal in memory that writes its events with the serializer the product has.</summary>
public abstract class MailboxSpec : ActorSpec
{
    private const string Plugins = """
        akka.loglevel = WARNING
        akka.actor.serialization-settings.allow-unregistered-types = off
        akka.persistence {
          journal.inmem.class = "MailActors.Actors.Tests.Mailboxes.TestJournal, MailActors.Actors.Tests"
          journal.plugin = "akka.persistence.journal.inmem"
          snapshot-store.plugin = "akka.persistence.snapshot-store.local"
          snapshot-store.local.class = "MailActors.Actors.Tests.Mailboxes.TestSnapshots, MailActors.Actors.Tests"
        }
        """;

    protected static readonly AccountId Account = new(7);

    protected MailboxSpec() : base(Plugins, SerializationSetup.Create(system => [SerializerDetails.Create("mail", new MailSerializer(system), [.. WireTypes.Bound])]))
    {
        Journal = TestJournal.Of(Sys);
        Snapshots = TestSnapshots.Of(Sys);
    }

    internal FakeChunkStore Chunks { get; } = new();

    protected FakeTimeProvider Time { get; } = new(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));

    protected MailboxSettings Settings { get; set; } = new();

    internal TestJournal.Switches Journal { get; }

    internal TestSnapshots.Kept Snapshots { get; }

    protected IActorRef Start() => Watch(Sys.ActorOf(Props.Create<MailboxActor>(
        Account, Chunks, Settings, Time, "akka.persistence.journal.inmem", "akka.persistence.snapshot-store.local")));

    /// <summary>As the region does it when the mailbox is idle.</summary>
    protected void Stop(IActorRef mailbox)
    {
        mailbox.Tell(StopMailbox.Instance);
        ExpectTerminated(mailbox);
    }

    protected T Ask<T>(IActorRef mailbox, object message)
    {
        mailbox.Tell(message);
        return ExpectMsg<T>();
    }

    protected FolderSnapshot Folder(IActorRef mailbox, string name = "INBOX") =>
        Ask<MailboxReplies.FolderView>(mailbox, new MailboxQueries.ReadFolder(Account, name)).Folder;

    protected static CommandId NewId() => CommandId.New();

    protected static DeliverMessage Delivery(int number = 1, CommandId? id = null) => new(Account, id ?? NewId(), Message(number), null);

    protected static NewMessage Message(int number) => new(Blob(number), 1000 + number, 1_600_000_000, FlagSet.Empty);

    protected static BlobId Blob(int number)
    {
        Span<byte> bytes = stackalloc byte[BlobId.Length];
        BitConverter.TryWriteBytes(bytes, number);
        return BlobId.From(bytes);
    }

    protected static UidSet Uids(params uint[] uids) => UidSet.Of(uids);
}

using System.Globalization;
using System.Text;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Serialization;
using MailActors.Actors.Cluster;
using MailActors.Actors.Queue;
using MailActors.Actors.Serialization;
using MailActors.Backlog;
using MailActors.Storage;
using MailActors.Storage.Blobs;
using MailActors.Storage.Journal;
using MailActors.Storage.Sqlite;

// Puts deferred messages that share one blob into the queue of a data folder no node is using. They go through the queue's own partitions, whose
// courier puts all of them off, so what is on disk afterwards is what a node would have written.
// usage: MailActors.Backlog DATA MESSAGES DOMAINS HOURS
if (args is not [var folder, var messages, var domains, var hours]) throw new ArgumentException("usage: MailActors.Backlog DATA MESSAGES DOMAINS HOURS");
var (time, settings) = (TimeProvider.System, new QueueSettings { MaxMessages = int.MaxValue, MaxRemote = 10_000 });
await using var database = SqliteDatabase.Open(new() { Folder = folder }, StorageSchema.Parts, time);
var blobs = await SqliteBlobStore.Start(database, new(), time);
await using var writer = blobs.Create();
await writer.Write(Encoding.ASCII.GetBytes("Subject: one of many\r\n\r\n" + string.Concat(Enumerable.Repeat("It waits.\r\n", 300))), default);
var blob = await writer.Complete(default);

using var system = ActorSystem.Create("backlog", ActorSystemSetup.Create(
    BootstrapSetup.Create().WithConfig(SqlitePersistence.Config),
    new SqliteStorageSetup(database, time),
    SerializationSetup.Create(system => [SerializerDetails.Create("mail", new MailSerializer(system), [.. WireTypes.Bound])])));
var all = int.Parse(messages, CultureInfo.InvariantCulture);
var mail = new DeferredMail(blob, int.Parse(domains, CultureInfo.InvariantCulture), TimeSpan.FromHours(double.Parse(hours, CultureInfo.InvariantCulture)), time);
var filled = Enumerable.Range(0, settings.Partitions).Select(partition =>
{
    var done = new TaskCompletionSource();
    var count = all / settings.Partitions + (partition < all % settings.Partitions ? 1 : 0);
    system.ActorOf(Produced.By(() => new PartitionFiller(partition, count, settings, mail, done)));
    return done.Task;
});
await Task.WhenAll(filled);
await system.Terminate();

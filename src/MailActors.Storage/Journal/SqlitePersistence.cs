using Akka.Configuration;

namespace MailActors.Storage.Journal;

/// <summary>The plugin ids and their settings. Mailboxes and queues write under ids of their own, so each has its own journal actor,
/// circuit breaker and limit of recoveries; the writer beneath is one.</summary>
public static class SqlitePersistence
{
    public const string MailboxJournal = "akka.persistence.journal.mailbox";
    public const string QueueJournal = "akka.persistence.journal.queue";
    public const string MailboxSnapshots = "akka.persistence.snapshot-store.mailbox";
    public const string QueueSnapshots = "akka.persistence.snapshot-store.queue";

    // replay-filter: two writers in one stream stop the recovery; the default repairs by throwing events away.
    // circuit-breaker: a write that lost its fence or met a full disk counts as a failure, and strangers must not pay for it;
    // a call that the disk holds up is told after a minute, and the breaker tries again soon.
    private const string Template = """
        akka.persistence {
          journal.mailbox = ${journal}
          journal.queue = ${journal}
          snapshot-store.mailbox = ${snapshots}
          snapshot-store.queue = ${snapshots}
        }
        journal {
          class = "MailActors.Storage.Journal.SqliteJournal, MailActors.Storage"
          plugin-dispatcher = "akka.actor.default-dispatcher"
          max-concurrent-recoveries = 50
          recovery-event-timeout = 30s
          circuit-breaker { max-failures = 1000, call-timeout = 60s, reset-timeout = 5s }
          replay-filter { mode = fail, window-size = 100, max-old-writers = 10, debug = off }
        }
        snapshots {
          class = "MailActors.Storage.Journal.SqliteSnapshotStore, MailActors.Storage"
          plugin-dispatcher = "akka.actor.default-dispatcher"
          max-concurrent-recoveries = 50
          snapshot-is-optional = false
          circuit-breaker { max-failures = 1000, call-timeout = 60s, reset-timeout = 5s }
        }
        """;

    // Partitions may be large, and their events are in memory until they are applied. More at a time would not be faster either: recovery is work for
    // the processor. Only a layer above can change one key of what was put in for ${journal}.
    private const string FewPartitionsAtATime = "akka.persistence.journal.queue.max-concurrent-recoveries = 2";

    /// <summary>Goes in front of the system's configuration. Needs a <see cref="SqliteStorageSetup"/> in the system's setup.</summary>
    public static Config Config => ConfigurationFactory.ParseString(FewPartitionsAtATime).WithFallback(ConfigurationFactory.ParseString(Template));
}

using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Persistence.Sql;

namespace MailActors.Storage.Tests.Contracts;

/// <summary>The stock plugin on the same engine: it stays selectable, so it is held to the same contract.</summary>
internal static class OnAkkaPersistenceSql
{
    public static ActorSystemSetup Setup(Config common, TempFolder folder)
    {
        var connection = $"Data Source={Path.Combine(folder.Path, "akka.db")}";
        var config = ConfigurationFactory.ParseString($$"""
            akka.persistence.journal {
              plugin = "akka.persistence.journal.sql"
              sql {
                class = "Akka.Persistence.Sql.Journal.SqlWriteJournal, Akka.Persistence.Sql"
                connection-string = "{{connection}}"
                provider-name = "SQLite.MS"
                parallelism = 1
              }
            }
            akka.persistence.snapshot-store {
              plugin = "akka.persistence.snapshot-store.sql"
              sql {
                class = "Akka.Persistence.Sql.Snapshot.SqlSnapshotStore, Akka.Persistence.Sql"
                connection-string = "{{connection}}"
                provider-name = "SQLite.MS"
              }
            }
            """).WithFallback(common).WithFallback(SqlPersistence.DefaultConfiguration);
        return ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config));
    }
}

public sealed class AkkaPersistenceSqlJournalTests : JournalContract
{
    private readonly TempFolder _folder;

    public AkkaPersistenceSqlJournalTests() : this(new()) { }

    private AkkaPersistenceSqlJournalTests(TempFolder folder) : base(OnAkkaPersistenceSql.Setup(Common, folder)) => _folder = folder;

    protected override void AfterAll()
    {
        base.AfterAll();
        _folder.Dispose();
    }
}

public sealed class AkkaPersistenceSqlSnapshotTests : SnapshotContract
{
    private readonly TempFolder _folder;

    public AkkaPersistenceSqlSnapshotTests() : this(new()) { }

    private AkkaPersistenceSqlSnapshotTests(TempFolder folder) : base(OnAkkaPersistenceSql.Setup(Common, folder)) => _folder = folder;

    protected override void AfterAll()
    {
        base.AfterAll();
        _folder.Dispose();
    }
}

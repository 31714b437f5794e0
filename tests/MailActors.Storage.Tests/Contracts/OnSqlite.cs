using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using MailActors.Storage.Journal;
using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Tests.Contracts;

/// <summary>Our thin journal and snapshot store.</summary>
internal static class OnSqlite
{
    public static ActorSystemSetup Setup(Config common, TempFolder folder, out SqliteDatabase database)
    {
        database = SqliteDatabase.Open(new() { Folder = folder.Path }, StorageSchema.Parts, TimeProvider.System);
        var config = ConfigurationFactory.ParseString($"""
            akka.persistence.journal.plugin = "{SqlitePersistence.MailboxJournal}"
            akka.persistence.snapshot-store.plugin = "{SqlitePersistence.MailboxSnapshots}"
            """).WithFallback(common).WithFallback(SqlitePersistence.Config);
        return BootstrapSetup.Create().WithConfig(config).And(new SqliteStorageSetup(database, TimeProvider.System));
    }
}

public sealed class SqliteJournalTests : JournalContract
{
    private readonly TempFolder _folder;
    private readonly SqliteDatabase _database;

    public SqliteJournalTests() : this(new()) { }

    private SqliteJournalTests(TempFolder folder) : this(folder, OnSqlite.Setup(Common, folder, out var database), database) { }

    private SqliteJournalTests(TempFolder folder, ActorSystemSetup setup, SqliteDatabase database) : base(setup) => (_folder, _database) = (folder, database);

    protected override void AfterAll()
    {
        base.AfterAll();
        _database.DisposeAsync().AsTask().Wait();
        _folder.Dispose();
    }
}

public sealed class SqliteSnapshotTests : SnapshotContract
{
    private readonly TempFolder _folder;
    private readonly SqliteDatabase _database;

    public SqliteSnapshotTests() : this(new()) { }

    private SqliteSnapshotTests(TempFolder folder) : this(folder, OnSqlite.Setup(Common, folder, out var database), database) { }

    private SqliteSnapshotTests(TempFolder folder, ActorSystemSetup setup, SqliteDatabase database) : base(setup) => (_folder, _database) = (folder, database);

    protected override void AfterAll()
    {
        base.AfterAll();
        _database.DisposeAsync().AsTask().Wait();
        _folder.Dispose();
    }
}

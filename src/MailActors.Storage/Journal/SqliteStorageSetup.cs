using Akka.Actor;
using Akka.Actor.Setup;
using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Journal;

/// <summary>Hands the node's database to the journal and snapshot plugins of its actor system.</summary>
public sealed class SqliteStorageSetup(SqliteDatabase database, TimeProvider time) : Setup
{
    public SqliteDatabase Database { get; } = database;

    public TimeProvider Time { get; } = time;

    /// <summary>All plugins of the system share the numbers of its persistence ids.</summary>
    internal PersistenceIds Ids { get; } = new();

    internal static SqliteStorageSetup Of(ActorSystem system) => system.Settings.Setup.Get<SqliteStorageSetup>() is { HasValue: true } setup
        ? setup.Value
        : throw new InvalidOperationException($"The actor system was made without a {nameof(SqliteStorageSetup)}.");
}

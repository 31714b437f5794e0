using MailActors.Node.Settings;
using MailActors.Storage;
using MailActors.Storage.Accounts;
using MailActors.Storage.Blobs;
using MailActors.Storage.Chunks;
using MailActors.Storage.Destinations;
using MailActors.Storage.Forwarding;
using MailActors.Storage.Security;
using MailActors.Storage.Signing;
using MailActors.Storage.Sqlite;
using MailActors.Storage.Submission;
using MailActors.Storage.TlsPolicies;
using Microsoft.Extensions.Logging;

namespace MailActors.Node.Composition;

/// <summary>What a node keeps on disk, opened.</summary>
public sealed record NodeStores(
    SqliteDatabase Database, SqliteBlobStore Blobs, SqliteChunkStore Chunks, SqliteDirectory Directory, SqliteDirectoryAdmin Admin,
    Authenticator Authenticator, HashingGate Gate, SqliteDestinationPauses Pauses, SqliteDkimKeys Keys, SqliteTlsTally TlsTally, SqliteStsPolicies StsPolicies,
    SqliteSendingLedger Sending, SqliteReturnPaths ReturnPaths) : IAsyncDisposable
{
    /// <exception cref="Domain.Blobs.StorageException">The data folder is in use, damaged, or not durable.</exception>
    public static async Task<NodeStores> Open(NodeSettings settings, TimeProvider time, ILoggerFactory logs)
    {
        var database = SqliteDatabase.Open(settings.Database with { Folder = settings.Data }, StorageSchema.Parts, time);
        var gate = new HashingGate(settings.Security);
        var hash = new Argon2Passwords(settings.Security);
        var directory = await SqliteDirectory.Load(database).ConfigureAwait(false);
        return new(
            database,
            await SqliteBlobStore.Start(database, settings.Blobs, time).ConfigureAwait(false),
            new(database),
            directory,
            new(directory, database, new(hash, settings.Security), gate, time),
            await Authenticator.Create(directory, database, hash, gate, settings.Security, time, logs.CreateLogger<Authenticator>()).ConfigureAwait(false),
            gate,
            await SqliteDestinationPauses.Load(database).ConfigureAwait(false),
            await SqliteDkimKeys.Load(directory, database, time).ConfigureAwait(false),
            new(database, time),
            new(database, time),
            new(database, settings.Submission, time),
            await SqliteReturnPaths.Load(database, time).ConfigureAwait(false));
    }

    public async ValueTask DisposeAsync()
    {
        Gate.Dispose();
        await TlsTally.DisposeAsync().ConfigureAwait(false);
        await Database.DisposeAsync().ConfigureAwait(false);
    }
}

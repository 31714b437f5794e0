using System.Collections.Immutable;
using MailActors.Domain.Destinations;
using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Destinations;

/// <summary>The paused destinations: read into memory at start, written to disk before a change is seen. One change at a time.</summary>
public sealed class SqliteDestinationPauses : IDestinationPauses
{
    private readonly SqliteDatabase _database;
    private readonly SemaphoreSlim _one = new(1);
    private ImmutableDictionary<string, DestinationPause> _pauses;

    private SqliteDestinationPauses(SqliteDatabase database, ImmutableDictionary<string, DestinationPause> pauses)
    {
        _database = database;
        _pauses = pauses;
    }

    /// <exception cref="Domain.Blobs.StorageException">The database can't be read.</exception>
    public static async Task<SqliteDestinationPauses> Load(SqliteDatabase database) =>
        new(database, await database.Readers.Read(LoadAll).ConfigureAwait(false));

    public bool IsPaused(string destination) => _pauses.ContainsKey(destination);

    public IReadOnlyList<DestinationPause> List() => [.. _pauses.Values.OrderBy(pause => pause.Destination, StringComparer.Ordinal)];

    public Task Pause(DestinationPause pause, CancellationToken cancel) => Alone(async () =>
    {
        await _database.Writer.Write(session => Put(session, pause)).ConfigureAwait(false);
        _pauses = _pauses.SetItem(pause.Destination, pause);
        return true;
    }, cancel);

    public Task<bool> Resume(string destination, CancellationToken cancel) => Alone(async () =>
    {
        if (!_pauses.ContainsKey(destination)) return false;
        await _database.Writer.Write(session => Delete(session, destination)).ConfigureAwait(false);
        _pauses = _pauses.Remove(destination);
        return true;
    }, cancel);

    private async Task<bool> Alone(Func<Task<bool>> change, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            return await change().ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    private static ImmutableDictionary<string, DestinationPause> LoadAll(SqliteSession session)
    {
        var pauses = ImmutableDictionary.CreateBuilder<string, DestinationPause>(StringComparer.OrdinalIgnoreCase);
        using var rows = session.Use("SELECT destination, why, since FROM destination_pauses");
        while (rows.Step()) pauses[rows.Text(0)] = new(rows.Text(0), rows.Text(1), rows.Long(2));
        return pauses.ToImmutable();
    }

    private static int Put(SqliteSession session, DestinationPause pause)
    {
        using var put = session.Use("INSERT INTO destination_pauses(destination, why, since) VALUES (?, ?, ?) ON CONFLICT(destination) DO UPDATE SET why = excluded.why, since = excluded.since");
        return put.Bind(1, pause.Destination).Bind(2, pause.Why).Bind(3, pause.Since).Run();
    }

    private static int Delete(SqliteSession session, string destination)
    {
        using var delete = session.Use("DELETE FROM destination_pauses WHERE destination = ?");
        return delete.Bind(1, destination).Run();
    }
}

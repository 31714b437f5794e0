using System.Collections.Immutable;
using System.Globalization;
using MailActors.Domain.Signing;
using MailActors.Protocol.Addresses;
using MailActors.Protocol.Dkim;
using MailActors.Storage.Accounts;
using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Signing;

/// <summary>The signing keys: read into memory at start, written to disk before a change is seen. One change at a time.</summary>
public sealed class SqliteDkimKeys : IDkimKeys
{
    private readonly SqliteDirectory _directory;
    private readonly SqliteDatabase _database;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _one = new(1);
    private ImmutableArray<StoredKey> _keys;

    private SqliteDkimKeys(SqliteDirectory directory, SqliteDatabase database, TimeProvider time, ImmutableArray<StoredKey> keys)
    {
        _directory = directory;
        _database = database;
        _time = time;
        _keys = keys;
        // Its rows went with it; a domain of this name that comes later starts without keys.
        directory.Index.DomainRemoved += domain => ImmutableInterlocked.Update(ref _keys, all => all.RemoveAll(stored => stored.Key.Domain == domain.Name));
    }

    /// <exception cref="Domain.Blobs.StorageException">The database can't be read.</exception>
    public static async Task<SqliteDkimKeys> Load(SqliteDirectory directory, SqliteDatabase database, TimeProvider time) =>
        new(directory, database, time, await database.Readers.Read(DkimKeyRows.LoadAll).ConfigureAwait(false));

    public IReadOnlyList<DkimKey> List(string? domain)
    {
        string? wanted = null;
        if (domain is not null && !AddressParser.TryParseDomain(domain, out wanted)) return [];
        return [.. Of(wanted).Select(stored => stored.Key).OrderBy(key => key.Domain, StringComparer.Ordinal).ThenBy(key => key.Created).ThenBy(key => key.Selector, StringComparer.Ordinal)];
    }

    public async Task<DkimResult> Add(string domain, string? selector, DkimAlgorithm algorithm, CancellationToken cancel)
    {
        if (selector is not null && !IsSelector(selector)) return DkimRejection.InvalidSelector;
        var made = await Task.Run(() => SigningKey.Make(algorithm), cancel).ConfigureAwait(false); // RSA takes its time
        return await Alone(async () =>
        {
            if (!AddressParser.TryParseDomain(domain, out var name) || _directory.Index.Domain(name) is null) return DkimRejection.NoSuchDomain;
            var chosen = selector?.ToLowerInvariant() ?? Selector(name, algorithm);
            if (Find(name, chosen) is not null) return DkimRejection.SelectorTaken;
            var key = new DkimKey(name, chosen, algorithm, [.. made.PublicKey], DkimKeyState.Pending, _time.GetUtcNow().ToUnixTimeSeconds());
            var stored = new StoredKey(key, made);
            await _database.Writer.Write(session => DkimKeyRows.Insert(session, stored)).ConfigureAwait(false);
            ImmutableInterlocked.Update(ref _keys, all => all.Add(stored));
            return key;
        }, cancel).ConfigureAwait(false);
    }

    public Task<DkimResult> Activate(string domain, string selector, CancellationToken cancel) => Alone(async () =>
    {
        if (Find(domain, selector) is not { } wanted) return DkimRejection.NoSuchKey;
        var changed = Of(wanted.Key.Domain)
            .Where(other => other.Key.State == DkimKeyState.Active && other.Key.Algorithm == wanted.Key.Algorithm && other != wanted)
            .Select(other => other with { Key = other.Key with { State = DkimKeyState.Retired } })
            .Append(wanted with { Key = wanted.Key with { State = DkimKeyState.Active } }).ToArray();
        await _database.Writer.Write(session => DkimKeyRows.SetState(session, changed.Select(one => one.Key))).ConfigureAwait(false);
        ImmutableInterlocked.Update(ref _keys, all => [.. all.Select(old => Array.Find(changed, one => one.Private == old.Private) ?? old)]);
        return changed[^1].Key;
    }, cancel);

    public Task<DkimResult> Remove(string domain, string selector, CancellationToken cancel) => Alone(async () =>
    {
        if (Find(domain, selector) is not { } wanted) return DkimRejection.NoSuchKey;
        await _database.Writer.Write(session => DkimKeyRows.Delete(session, wanted.Key)).ConfigureAwait(false);
        ImmutableInterlocked.Update(ref _keys, all => all.Remove(wanted));
        return wanted.Key;
    }, cancel);

    /// <param name="domain">In A-labels.</param>
    internal IEnumerable<StoredKey> Signing(string domain) =>
        _keys.Where(stored => stored.Key.State == DkimKeyState.Active && stored.Key.Domain == domain);

    private IEnumerable<StoredKey> Of(string? domain) => _keys.Where(stored => domain is null || stored.Key.Domain == domain);

    private StoredKey? Find(string domain, string selector) => AddressParser.TryParseDomain(domain, out var name)
        ? Of(name).FirstOrDefault(stored => stored.Key.Selector.Equals(selector, StringComparison.OrdinalIgnoreCase))
        : null;

    private string Selector(string domain, DkimAlgorithm algorithm)
    {
        var month = _time.GetUtcNow().ToString("yyyyMM", CultureInfo.InvariantCulture);
        var stem = (algorithm == DkimAlgorithm.RsaSha256 ? "r" : "e") + month;
        if (Find(domain, stem) is null) return stem;
        var number = 2;
        while (Find(domain, $"{stem}-{number}") is not null) number++;
        return $"{stem}-{number}";
    }

    /// <summary>RFC 6376 §3.1: labels as in a host name.</summary>
    private static bool IsSelector(string text) =>
        text.Length <= 63 && AddressParser.TryParseDomain(text, out var name) && name.Equals(text, StringComparison.OrdinalIgnoreCase) && !name.StartsWith('[');

    private async Task<DkimResult> Alone(Func<Task<DkimResult>> change, CancellationToken cancel)
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
}

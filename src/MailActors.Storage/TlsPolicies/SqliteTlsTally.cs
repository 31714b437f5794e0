using System.Collections.Concurrent;
using System.Globalization;
using MailActors.Domain.Blobs;
using MailActors.Domain.Routing;
using MailActors.Storage.Sqlite;

namespace MailActors.Storage.TlsPolicies;

/// <summary>Counts in memory and adds to the database now and then: a crash loses a minute of statistics, and no session waits for the disk.
/// For all threads.</summary>
public sealed class SqliteTlsTally : ITlsTally, ITlsReport, IAsyncDisposable
{
    public static readonly TimeSpan SaveEvery = TimeSpan.FromMinutes(1);

    /// <summary>Days that are kept: a report is of one day (RFC 8460 §4.1), and some are sent late.</summary>
    public const int Days = 30;

    // Hosts are a remote party's choice, so what is counted apart between two savings is bounded.
    private const int MostCounted = 20_000;

    private readonly SqliteDatabase _database;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private ConcurrentDictionary<Session, int> _counted = new();

    public SqliteTlsTally(SqliteDatabase database, TimeProvider time)
    {
        _database = database;
        _time = time;
        _timer = time.CreateTimer(_ => _ = Save(), null, SaveEvery, SaveEvery);
    }

    public void Count(TlsPolicyUsed policy, string mxHost, TlsFailure? failure)
    {
        var session = new Session(Day(0), policy.Kind, policy.Domain, mxHost, failure?.Name() ?? "");
        if (_counted.Count >= MostCounted && !_counted.ContainsKey(session)) session = session with { Domain = "", Host = "" };
        _counted.AddOrUpdate(session, 1, (_, count) => count + 1);
    }

    /// <summary>With what has been counted since the last saving.</summary>
    public async Task<IReadOnlyList<TlsSessions>> Of(DateOnly day, CancellationToken cancel)
    {
        await Save().ConfigureAwait(false);
        return await _database.Readers.Read<IReadOnlyList<TlsSessions>>(session =>
        {
            var all = new List<TlsSessions>();
            using var rows = session.Use("SELECT policy, domain, host, failure, sessions FROM tls_sessions WHERE day = ? ORDER BY policy, domain, host, failure");
            rows.Bind(1, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            while (rows.Step()) all.Add(new((TlsPolicyKind)rows.Long(0), rows.Text(1), rows.Text(2), rows.Text(3), rows.Long(4)));
            return all;
        }, cancel).ConfigureAwait(false);
    }

    /// <summary>Adds what has been counted since the last time.</summary>
    public async Task Save()
    {
        var counted = Interlocked.Exchange(ref _counted, new());
        if (counted.IsEmpty) return;
        try
        {
            await _database.Writer.Write(session => Add(session, counted, Day(-Days))).ConfigureAwait(false);
        }
        catch (StorageException)
        {
            // Statistics are not worth holding mail up for.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        await Save().ConfigureAwait(false);
    }

    private string Day(int daysFromNow) => _time.GetUtcNow().AddDays(daysFromNow).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static int Add(SqliteSession session, IEnumerable<KeyValuePair<Session, int>> counted, string oldest)
    {
        foreach (var (one, count) in counted)
        {
            using var add = session.Use("""
                INSERT INTO tls_sessions(day, policy, domain, host, failure, sessions) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT(day, policy, domain, host, failure) DO UPDATE SET sessions = sessions + excluded.sessions
                """);
            add.Bind(1, one.Day).Bind(2, (long)one.Policy).Bind(3, one.Domain).Bind(4, one.Host).Bind(5, one.Failure).Bind(6, count).Run();
        }

        using var delete = session.Use("DELETE FROM tls_sessions WHERE day < ?");
        return delete.Bind(1, oldest).Run();
    }

    private sealed record Session(string Day, TlsPolicyKind Policy, string Domain, string Host, string Failure);
}

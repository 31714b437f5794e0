using MailActors.Domain.Routing;
using MailActors.Protocol.MtaSts;
using MailActors.Storage.Sqlite;

namespace MailActors.Storage.TlsPolicies;

/// <summary>Policies in the database, so that a restart takes no protection away. Those that have ended go when another comes.</summary>
public sealed class SqliteStsPolicies(SqliteDatabase database, TimeProvider time) : IStsPolicyStore
{
    private const string Columns = "domain, id, mode, max_age, hosts, fetched_at";

    public async ValueTask<KeptStsPolicy?> Find(string domain, CancellationToken cancel) => await database.Readers.Read(session =>
    {
        using var row = session.Use($"SELECT {Columns} FROM sts_policies WHERE domain = ?");
        return row.Bind(1, domain).Step() ? Read(row).Policy : null;
    }, cancel).ConfigureAwait(false);

    public async ValueTask Keep(string domain, KeptStsPolicy policy, CancellationToken cancel)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        await database.Writer.Write(session => Put(session, domain, policy, now)).WaitAsync(cancel).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<(string Domain, KeptStsPolicy Policy)>> List(int most, CancellationToken cancel) => await database.Readers.Read(session =>
    {
        var all = new List<(string, KeptStsPolicy)>();
        using var rows = session.Use($"SELECT {Columns} FROM sts_policies ORDER BY domain LIMIT ?");
        rows.Bind(1, most);
        while (rows.Step()) all.Add(Read(rows));
        return all;
    }, cancel).ConfigureAwait(false);

    private static (string Domain, KeptStsPolicy Policy) Read(Statement row) => (row.Text(0), new(
        row.Text(1), new((StsMode)row.Long(2), row.Long(3), [.. row.Text(4).Split(' ', StringSplitOptions.RemoveEmptyEntries)]), row.Long(5)));

    private static int Put(SqliteSession session, string domain, KeptStsPolicy kept, long now)
    {
        using (var delete = session.Use("DELETE FROM sts_policies WHERE ends_at <= ?")) delete.Bind(1, now).Run();
        using var put = session.Use($"INSERT OR REPLACE INTO sts_policies({Columns}, ends_at) VALUES (?, ?, ?, ?, ?, ?, ?)");
        return put.Bind(1, domain).Bind(2, kept.Id).Bind(3, (long)kept.Policy.Mode).Bind(4, kept.Policy.MaxAge).Bind(5, string.Join(' ', kept.Policy.Hosts))
            .Bind(6, kept.FetchedAt).Bind(7, kept.Until).Run();
    }
}

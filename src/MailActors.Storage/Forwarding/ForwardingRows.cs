using System.Globalization;
using MailActors.Protocol.Addresses;
using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Forwarding;

/// <summary>Secrets and kept senders, as rows.</summary>
internal static class ForwardingRows
{
    private const string Prefix = "srs ";

    /// <summary>The newest first.</summary>
    public static List<StoredSecret> Secrets(SqliteSession session)
    {
        var secrets = new List<StoredSecret>();
        using var rows = session.Use("SELECT name, value FROM directory_secrets WHERE name >= ? AND name < ? ORDER BY name DESC");
        rows.Bind(1, Prefix).Bind(2, "srs!");
        while (rows.Step()) secrets.Add(new(long.Parse(rows.Text(0).AsSpan(Prefix.Length), CultureInfo.InvariantCulture), rows.Blob(1).ToArray()));
        return secrets;
    }

    public static void Insert(SqliteSession session, StoredSecret secret)
    {
        using var insert = session.Use("INSERT INTO directory_secrets(name, value) VALUES (?, ?)");
        insert.Bind(1, NameOf(secret)).Bind(2, secret.Octets).Run();
    }

    public static void Delete(SqliteSession session, StoredSecret secret)
    {
        using var delete = session.Use("DELETE FROM directory_secrets WHERE name = ?");
        delete.Bind(1, NameOf(secret)).Run();
    }

    /// <param name="oldest">Senders last used before this day go.</param>
    public static void Keep(SqliteSession session, string name, MailAddress sender, long day, long oldest)
    {
        using (var delete = session.Use("DELETE FROM forwarded_senders WHERE day < ?")) delete.Bind(1, oldest).Run();
        using var insert = session.Use(
            "INSERT INTO forwarded_senders(name, local_part, domain, day) VALUES (?, ?, ?, ?) ON CONFLICT(name) DO UPDATE SET day = max(day, excluded.day)");
        insert.Bind(1, name).Bind(2, sender.LocalPart).Bind(3, sender.Domain).Bind(4, day).Run();
    }

    public static MailAddress? Kept(SqliteSession session, string name)
    {
        using var row = session.Use("SELECT local_part, domain FROM forwarded_senders WHERE name = ?");
        return row.Bind(1, name).Step() ? new MailAddress(row.Text(0), row.Text(1)) : null;
    }

    private static string NameOf(StoredSecret secret) => Prefix + secret.Created.ToString("D12", CultureInfo.InvariantCulture);
}

/// <param name="Created">Seconds since 1970 UTC; no two have the same.</param>
internal sealed record StoredSecret(long Created, byte[] Octets);

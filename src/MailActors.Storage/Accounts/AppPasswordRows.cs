using MailActors.Domain;
using MailActors.Domain.Directory;
using MailActors.Protocol.Sasl;
using MailActors.Storage.Security;
using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Accounts;

/// <summary>The app passwords of an account, as rows.</summary>
internal static class AppPasswordRows
{
    /// <summary>False: there is one of that name.</summary>
    public static bool Insert(SqliteSession session, AccountId account, string name, byte[] hash, ScramKeys scram, long now)
    {
        using var insert = session.Use("""
            INSERT INTO app_passwords(account, name, hash, created, scram_salt, scram_iterations, scram_stored_key, scram_server_key)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """);
        insert.Bind(1, account.Value).Bind(2, name).Bind(3, hash).Bind(4, now);
        return DirectoryRows.BindScram(insert, 5, scram).Run() > 0;
    }

    public static void UpdateScram(SqliteSession session, AccountId account, string name, ScramKeys scram)
    {
        using var update = session.Use(
            "UPDATE app_passwords SET scram_salt = ?, scram_iterations = ?, scram_stored_key = ?, scram_server_key = ? WHERE account = ? AND name = ?");
        DirectoryRows.BindScram(update, 1, scram).Bind(5, account.Value).Bind(6, name).Run();
    }

    /// <summary>With what is secret of them.</summary>
    public static IReadOnlyList<StoredAppPassword> Read(SqliteSession session, AccountId account)
    {
        var list = new List<StoredAppPassword>();
        using var rows = session.Use("SELECT name, hash, scram_salt, scram_iterations, scram_stored_key, scram_server_key FROM app_passwords WHERE account = ?");
        rows.Bind(1, account.Value);
        while (rows.Step())
        {
            var scram = rows.IsNull(2) ? null : new ScramKeys(rows.Blob(2).ToArray(), rows.Int(3), rows.Blob(4).ToArray(), rows.Blob(5).ToArray()) { Of = rows.Text(0) };
            list.Add(new(rows.Text(0), rows.Blob(1).ToArray(), scram));
        }

        return list;
    }

    public static IReadOnlyList<AppPassword> List(SqliteSession session, AccountId account)
    {
        var list = new List<AppPassword>();
        using var rows = session.Use("SELECT name, created, last_used FROM app_passwords WHERE account = ? ORDER BY name");
        rows.Bind(1, account.Value);
        while (rows.Step()) list.Add(new AppPassword(rows.Text(0), rows.Long(1), rows.IsNull(2) ? null : rows.Long(2)));
        return list;
    }

    public static AppPassword? Remove(SqliteSession session, AccountId account, string name)
    {
        var removed = List(session, account).FirstOrDefault(password => password.Name == name);
        using var delete = session.Use("DELETE FROM app_passwords WHERE account = ? AND name = ?");
        delete.Bind(1, account.Value).Bind(2, name).Run();
        return removed;
    }

    public static void Used(SqliteSession session, AccountId account, string name, long now)
    {
        using var update = session.Use("UPDATE app_passwords SET last_used = ? WHERE account = ? AND name = ?");
        update.Bind(1, now).Bind(2, account.Value).Bind(3, name).Run();
    }
}

using MailActors.Domain;
using MailActors.Domain.Directory;
using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Accounts;

/// <summary>The app passwords of an account, as rows.</summary>
internal static class AppPasswordRows
{
    /// <summary>False: there is one of that name.</summary>
    public static bool Insert(SqliteSession session, AccountId account, string name, byte[] hash, long now)
    {
        using var insert = session.Use("INSERT INTO app_passwords(account, name, hash, created) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING");
        return insert.Bind(1, account.Value).Bind(2, name).Bind(3, hash).Bind(4, now).Run() > 0;
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

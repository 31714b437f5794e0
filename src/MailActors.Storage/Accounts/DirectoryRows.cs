using MailActors.Domain;
using MailActors.Domain.Directory;
using MailActors.Protocol.Addresses;
using MailActors.Protocol.Sasl;
using MailActors.Storage.Security;
using MailActors.Storage.Sqlite;
using MailActors.Storage.Submission;

namespace MailActors.Storage.Accounts;

/// <summary>Records to rows and back. Called on a session of the reader or inside a unit of the writer.</summary>
internal static class DirectoryRows
{
    public static DirectoryIndex LoadAll(SqliteSession session)
    {
        var index = new DirectoryIndex();
        using (var rows = session.Use("SELECT name, default_quota, catch_all, created FROM domains"))
            while (rows.Step()) index.Put(new MailDomain(rows.Text(0), rows.Long(1), rows.IsNull(2) ? null : rows.Text(2), rows.Long(3)));

        using (var rows = session.Use("SELECT id, local_part, domain, disabled, quota_bytes, quota_messages, created, credential_version FROM accounts"))
        {
            while (rows.Step())
            {
                // The domain's own string: a hundred thousand accounts share it.
                var domain = index.Domain(rows.Text(2))!.Name;
                index.Put(new Account(
                    new AccountId(rows.Long(0)), new MailAddress(rows.Text(1), domain), rows.Int(3) != 0, rows.Long(4), rows.Long(5), rows.Long(6), rows.Long(7)));
            }
        }

        LoadAliases(session, index);
        return index;
    }

    public static void Insert(SqliteSession session, MailDomain domain)
    {
        using var insert = session.Use("INSERT INTO domains(name, default_quota, catch_all, created) VALUES (?, ?, ?, ?)");
        insert.Bind(1, domain.Name).Bind(2, domain.DefaultQuotaBytes);
        if (domain.CatchAll is null) insert.BindNull(3);
        else insert.Bind(3, domain.CatchAll);
        insert.Bind(4, domain.Created).Run();
    }

    public static void Delete(SqliteSession session, MailDomain domain)
    {
        using var delete = session.Use("DELETE FROM domains WHERE name = ?");
        delete.Bind(1, domain.Name).Run();
    }

    /// <summary>Returns the account with the id it was given.</summary>
    public static Account Insert(SqliteSession session, Account account, StoredPassword password)
    {
        using (var insert = session.Use(
            "INSERT INTO accounts(address_key, local_part, domain, quota_bytes, quota_messages, created, credential_version, password, scram_salt, "
            + "scram_iterations, scram_stored_key, scram_server_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"))
        {
            insert.Bind(1, account.Address.Key).Bind(2, account.Address.LocalPart).Bind(3, account.Address.Domain);
            insert.Bind(4, account.QuotaBytes).Bind(5, account.QuotaMessages).Bind(6, account.Created).Bind(7, account.CredentialVersion);
            insert.Bind(8, password.Hash);
            BindScram(insert, 9, password.Scram).Run();
        }

        return account with { Id = new AccountId(session.LastRowId) };
    }

    public static void Update(SqliteSession session, Account account)
    {
        using var update = session.Use("UPDATE accounts SET disabled = ?, quota_bytes = ?, quota_messages = ?, credential_version = ? WHERE id = ?");
        update.Bind(1, account.Disabled ? 1 : 0).Bind(2, account.QuotaBytes).Bind(3, account.QuotaMessages).Bind(4, account.CredentialVersion);
        update.Bind(5, account.Id.Value).Run();
    }

    /// <param name="version">Only while the credentials still have this version.</param>
    public static void UpdatePassword(SqliteSession session, AccountId account, long version, StoredPassword password)
    {
        using var update = session.Use(
            "UPDATE accounts SET password = ?, scram_salt = ?, scram_iterations = ?, scram_stored_key = ?, scram_server_key = ? WHERE id = ? AND credential_version = ?");
        update.Bind(1, password.Hash);
        BindScram(update, 2, password.Scram).Bind(6, account.Value).Bind(7, version).Run();
    }

    public static void Delete(SqliteSession session, Account account)
    {
        using (var passwords = session.Use("DELETE FROM app_passwords WHERE account = ?")) passwords.Bind(1, account.Id.Value).Run();
        SendingRows.Delete(session, account.Id);
        using var delete = session.Use("DELETE FROM accounts WHERE id = ?");
        delete.Bind(1, account.Id.Value).Run();
    }

    public static void Insert(SqliteSession session, Alias alias)
    {
        using (var insert = session.Use("INSERT INTO aliases(address_key, local_part, domain) VALUES (?, ?, ?)"))
            insert.Bind(1, alias.Address.Key).Bind(2, alias.Address.LocalPart).Bind(3, alias.Address.Domain).Run();
        for (var i = 0; i < alias.Targets.Count; i++)
        {
            using var target = session.Use("INSERT INTO alias_targets(alias, position, local_part, domain) VALUES (?, ?, ?, ?)");
            target.Bind(1, alias.Address.Key).Bind(2, i).Bind(3, alias.Targets[i].LocalPart).Bind(4, alias.Targets[i].Domain).Run();
        }
    }

    public static void Delete(SqliteSession session, Alias alias)
    {
        using (var targets = session.Use("DELETE FROM alias_targets WHERE alias = ?")) targets.Bind(1, alias.Address.Key).Run();
        using var delete = session.Use("DELETE FROM aliases WHERE address_key = ?");
        delete.Bind(1, alias.Address.Key).Run();
    }

    public static Statement BindScram(Statement statement, int at, ScramKeys keys) =>
        statement.Bind(at, keys.Salt).Bind(at + 1, keys.Iterations).Bind(at + 2, keys.StoredKey).Bind(at + 3, keys.ServerKey);

    private static void LoadAliases(SqliteSession session, DirectoryIndex index)
    {
        var targets = new Dictionary<string, List<MailAddress>>(StringComparer.Ordinal);
        using (var rows = session.Use("SELECT alias, local_part, domain FROM alias_targets ORDER BY alias, position"))
        {
            while (rows.Step())
            {
                if (!targets.TryGetValue(rows.Text(0), out var list)) targets.Add(rows.Text(0), list = []);
                list.Add(new MailAddress(rows.Text(1), rows.Text(2)));
            }
        }

        using var aliases = session.Use("SELECT address_key, local_part, domain FROM aliases");
        while (aliases.Step())
            index.Put(new Alias(new MailAddress(aliases.Text(1), aliases.Text(2)), targets.GetValueOrDefault(aliases.Text(0), [])));
    }
}

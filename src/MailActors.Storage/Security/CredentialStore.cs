using System.Security.Cryptography;
using MailActors.Domain;
using MailActors.Protocol.Sasl;
using MailActors.Storage.Accounts;
using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Security;

/// <summary>Reads what log-ins are checked against. Kept on disk only: it is asked once for each log-in that isn't remembered.</summary>
internal sealed class CredentialStore(SqliteDatabase database)
{
    private const string FakeSaltKey = "fake-scram-salt";

    public Task<Credentials?> Read(AccountId account, CancellationToken cancel) => database.Readers.Read(session => ReadRow(session, account), cancel);

    public Task Rehash(AccountId account, long version, StoredPassword password) => database.Writer.Write(session =>
    {
        DirectoryRows.UpdatePassword(session, account, version, password);
        return true;
    });

    /// <param name="scram">New keys for it; null where they are good.</param>
    public Task AppPasswordUsed(AccountId account, string name, long now, ScramKeys? scram = null) => database.Writer.Write(session =>
    {
        AppPasswordRows.Used(session, account, name, now);
        if (scram is not null) AppPasswordRows.UpdateScram(session, account, name, scram);
        return true;
    });

    /// <summary>The key from which fake SCRAM salts are made. Kept, because a salt that changes with a restart tells a fake.</summary>
    public Task<byte[]> FakeSaltSecret() => database.Writer.Write(session =>
    {
        using (var insert = session.Use("INSERT INTO directory_secrets(name, value) VALUES (?, ?) ON CONFLICT DO NOTHING"))
            insert.Bind(1, FakeSaltKey).Bind(2, RandomNumberGenerator.GetBytes(32)).Run();
        using var read = session.Use("SELECT value FROM directory_secrets WHERE name = ?");
        read.Bind(1, FakeSaltKey).Step();
        return read.Blob(0).ToArray();
    });

    private static Credentials? ReadRow(SqliteSession session, AccountId account)
    {
        StoredPassword password;
        using (var row = session.Use("SELECT password, scram_salt, scram_iterations, scram_stored_key, scram_server_key FROM accounts WHERE id = ?"))
        {
            if (!row.Bind(1, account.Value).Step()) return null;
            password = new(row.Text(0), new ScramKeys(row.Blob(1).ToArray(), row.Int(2), row.Blob(3).ToArray(), row.Blob(4).ToArray()));
        }

        return new Credentials(password, AppPasswordRows.Read(session, account));
    }
}

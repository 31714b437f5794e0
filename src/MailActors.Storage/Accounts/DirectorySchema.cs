using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Accounts;

/// <summary>The tables of the directory. Account ids are AUTOINCREMENT, so that none is ever given twice: the journal of a removed
/// account must not become that of a new one.</summary>
public static class DirectorySchema
{
    public static readonly SchemaPart Part = new(
        "directory",
        """
        CREATE TABLE domains(
            name TEXT PRIMARY KEY,
            default_quota INTEGER NOT NULL,
            catch_all TEXT,
            created INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE accounts(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            address_key TEXT NOT NULL UNIQUE,
            local_part TEXT NOT NULL,
            domain TEXT NOT NULL REFERENCES domains(name),
            disabled INTEGER NOT NULL DEFAULT 0,
            quota_bytes INTEGER NOT NULL,
            quota_messages INTEGER NOT NULL DEFAULT 0,
            created INTEGER NOT NULL,
            credential_version INTEGER NOT NULL DEFAULT 1,
            password TEXT NOT NULL,
            scram_salt BLOB NOT NULL,
            scram_iterations INTEGER NOT NULL,
            scram_stored_key BLOB NOT NULL,
            scram_server_key BLOB NOT NULL);
        CREATE TABLE app_passwords(
            account INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            hash BLOB NOT NULL,
            created INTEGER NOT NULL,
            last_used INTEGER,
            PRIMARY KEY(account, name)) WITHOUT ROWID;
        CREATE TABLE aliases(
            address_key TEXT PRIMARY KEY,
            local_part TEXT NOT NULL,
            domain TEXT NOT NULL REFERENCES domains(name)) WITHOUT ROWID;
        CREATE TABLE alias_targets(
            alias TEXT NOT NULL REFERENCES aliases(address_key) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            local_part TEXT NOT NULL,
            domain TEXT NOT NULL,
            PRIMARY KEY(alias, position)) WITHOUT ROWID;
        CREATE TABLE directory_secrets(
            name TEXT PRIMARY KEY,
            value BLOB NOT NULL) WITHOUT ROWID;
        """,
        // NULL: not made yet, or with a salt of the account that is no more; a log-in that tells the password makes them.
        """
        ALTER TABLE app_passwords ADD COLUMN scram_salt BLOB;
        ALTER TABLE app_passwords ADD COLUMN scram_iterations INTEGER;
        ALTER TABLE app_passwords ADD COLUMN scram_stored_key BLOB;
        ALTER TABLE app_passwords ADD COLUMN scram_server_key BLOB;
        """);
}

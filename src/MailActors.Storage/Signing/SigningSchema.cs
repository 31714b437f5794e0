using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Signing;

/// <summary>The table of signing keys. A private key is PKCS #8 for RSA, the 32 octets of the seed for Ed25519.</summary>
public static class SigningSchema
{
    public static readonly SchemaPart Part = new(
        "signing",
        """
        CREATE TABLE dkim_keys(
            domain TEXT NOT NULL REFERENCES domains(name) ON DELETE CASCADE,
            selector TEXT NOT NULL,
            algorithm INTEGER NOT NULL,
            public_key BLOB NOT NULL,
            private_key BLOB NOT NULL,
            state INTEGER NOT NULL,
            created INTEGER NOT NULL,
            PRIMARY KEY(domain, selector)) WITHOUT ROWID;
        """);
}

using MailActors.Storage.Sqlite;

namespace MailActors.Storage.TlsPolicies;

/// <summary>Sessions with other hosts by day, policy, host and what went wrong.</summary>
public static class TlsTallySchema
{
    public static readonly SchemaPart Part = new(
        "tls-tally",
        """
        CREATE TABLE tls_sessions(
            day TEXT NOT NULL,
            policy INTEGER NOT NULL,
            domain TEXT NOT NULL,
            host TEXT NOT NULL,
            failure TEXT NOT NULL,
            sessions INTEGER NOT NULL,
            PRIMARY KEY(day, policy, domain, host, failure)) WITHOUT ROWID;
        """);
}

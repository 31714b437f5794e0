using MailActors.Storage.Sqlite;

namespace MailActors.Storage.TlsPolicies;

/// <summary>MTA-STS policies of other domains, until they end.</summary>
public static class StsPolicySchema
{
    public static readonly SchemaPart Part = new(
        "sts-policies",
        """
        CREATE TABLE sts_policies(
            domain TEXT NOT NULL PRIMARY KEY,
            id TEXT NOT NULL,
            mode INTEGER NOT NULL,
            max_age INTEGER NOT NULL,
            hosts TEXT NOT NULL,
            fetched_at INTEGER NOT NULL,
            ends_at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX sts_policies_by_end ON sts_policies(ends_at);
        """);
}

using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Forwarding;

/// <summary>Secrets lie with the others in <c>directory_secrets</c>. A sender that would make too long a reverse-path is kept until no bounce can come
/// any more; its day is the last on which it was used.</summary>
public static class ForwardingSchema
{
    public static readonly SchemaPart Part = new(
        "forwarding",
        """
        CREATE TABLE forwarded_senders(
            name TEXT PRIMARY KEY,
            local_part TEXT NOT NULL,
            domain TEXT NOT NULL,
            day INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX forwarded_senders_day ON forwarded_senders(day);
        """);
}

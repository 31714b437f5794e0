using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Submission;

/// <summary>One row for each account that has sent to other hosts, and a bounded number of recipients for each.</summary>
public static class SendingSchema
{
    public static readonly SchemaPart Part = new(
        "sending",
        """
        CREATE TABLE sending_accounts(
            account INTEGER PRIMARY KEY,
            day INTEGER NOT NULL DEFAULT 0,
            messages INTEGER NOT NULL DEFAULT 0,
            recipients INTEGER NOT NULL DEFAULT 0,
            new_recipients INTEGER NOT NULL DEFAULT 0,
            remembered INTEGER NOT NULL DEFAULT 0,
            over_since INTEGER,
            held INTEGER NOT NULL DEFAULT 0,
            max_messages INTEGER,
            max_recipients INTEGER,
            max_new_recipients INTEGER);
        CREATE TABLE sending_recipients(
            account INTEGER NOT NULL,
            recipient INTEGER NOT NULL,
            day INTEGER NOT NULL,
            PRIMARY KEY(account, recipient)) WITHOUT ROWID;
        """);
}

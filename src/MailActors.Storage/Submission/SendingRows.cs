using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using MailActors.Domain;
using MailActors.Domain.Submission;
using MailActors.Protocol.Addresses;
using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Submission;

/// <summary>The rows of <see cref="SendingSchema"/>. A day is the number of days since 1970 UTC; the counts of another day are none.</summary>
internal static class SendingRows
{
    public static (SendingUse Use, SendingOverride Override, long Remembered) Read(SqliteSession session, AccountId account, long today)
    {
        using var row = session.Use(
            "SELECT day, messages, recipients, new_recipients, over_since, held, max_messages, max_recipients, max_new_recipients, remembered FROM sending_accounts WHERE account = ?");
        if (!row.Bind(1, account.Value).Step()) return (SendingUse.None, SendingOverride.None, 0);
        var use = new SendingUse(0, 0, 0, Null(row, 4), row.Long(5) != 0);
        if (row.Long(0) == today) use = use with { Messages = row.Long(1), Recipients = row.Long(2), NewRecipients = row.Long(3) };
        return (use, new(Null(row, 6), Null(row, 7), Null(row, 8)), row.Long(9));
    }

    public static void Ensure(SqliteSession session, AccountId account)
    {
        using var insert = session.Use("INSERT OR IGNORE INTO sending_accounts(account) VALUES (?)");
        insert.Bind(1, account.Value).Run();
    }

    public static void WriteCounts(SqliteSession session, AccountId account, long today, SendingUse use, long remembered)
    {
        Ensure(session, account);
        using var update = session.Use("UPDATE sending_accounts SET day = ?, messages = ?, recipients = ?, new_recipients = ?, remembered = ? WHERE account = ?");
        update.Bind(1, today).Bind(2, use.Messages).Bind(3, use.Recipients).Bind(4, use.NewRecipients).Bind(5, remembered).Bind(6, account.Value).Run();
    }

    /// <summary>A recipient is kept as a number: who reads the table learns no address, and a mix-up of two costs nothing.</summary>
    public static long NumberOf(MailAddress recipient)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(recipient.Key), hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }

    public static bool IsKnown(SqliteSession session, AccountId account, long recipient)
    {
        using var row = session.Use("SELECT 1 FROM sending_recipients WHERE account = ? AND recipient = ?");
        return row.Bind(1, account.Value).Bind(2, recipient).Step();
    }

    public static void Remember(SqliteSession session, AccountId account, long recipient, long today)
    {
        using var put = session.Use(
            "INSERT INTO sending_recipients(account, recipient, day) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET day = excluded.day WHERE day <> excluded.day");
        put.Bind(1, account.Value).Bind(2, recipient).Bind(3, today).Run();
    }

    /// <summary>Forgets so many of those not written to for longest.</summary>
    public static int Forget(SqliteSession session, AccountId account, long count)
    {
        using var delete = session.Use(
            "DELETE FROM sending_recipients WHERE account = ?1 AND recipient IN (SELECT recipient FROM sending_recipients WHERE account = ?1 ORDER BY day LIMIT ?2)");
        return delete.Bind(1, account.Value).Bind(2, count).Run();
    }

    public static void Delete(SqliteSession session, AccountId account)
    {
        using (var recipients = session.Use("DELETE FROM sending_recipients WHERE account = ?")) recipients.Bind(1, account.Value).Run();
        using var row = session.Use("DELETE FROM sending_accounts WHERE account = ?");
        row.Bind(1, account.Value).Run();
    }

    private static long? Null(Statement row, int column) => row.IsNull(column) ? null : row.Long(column);
}

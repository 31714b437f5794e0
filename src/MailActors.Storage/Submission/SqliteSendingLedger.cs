using MailActors.Domain;
using MailActors.Domain.Submission;
using MailActors.Protocol.Addresses;
using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Submission;

/// <summary>The ledger in the node's database. A message is counted by a unit of the one writer, which reads, decides and writes: so no two sessions
/// pass a limit together, and the count shares its transaction, and its sync of the disk, with whatever else is being written.</summary>
public sealed class SqliteSendingLedger(SqliteDatabase database, SubmissionSettings settings, TimeProvider time) : ISendingLedger
{
    private const int SecondsOfDay = 86_400;

    private long Now => time.GetUtcNow().ToUnixTimeSeconds();

    private long Today => Now / SecondsOfDay;

    public Task<SendingAccount> Show(AccountId account, CancellationToken cancel) => database.Readers.Read(session => Read(session, account), cancel);

    public Task<(SendingAccount Account, bool IsNew)> Look(AccountId account, MailAddress recipient, CancellationToken cancel) => database.Readers.Read(
        session => (Read(session, account), !SendingRows.IsKnown(session, account, SendingRows.NumberOf(recipient))), cancel);

    public Task<SendingLimit?> Count(AccountId account, IReadOnlyList<MailAddress> recipients)
    {
        var numbers = recipients.Select(SendingRows.NumberOf).ToHashSet();
        return database.Writer.Write(session => Count(session, account, numbers, recipients.Count));
    }

    public Task SetLimits(AccountId account, SendingOverride limits) => database.Writer.Write(session =>
    {
        SendingRows.Ensure(session, account);
        using var update = session.Use("UPDATE sending_accounts SET max_messages = ?, max_recipients = ?, max_new_recipients = ? WHERE account = ?");
        Bind(update, 1, limits.Messages);
        Bind(update, 2, limits.Recipients);
        Bind(update, 3, limits.NewRecipients);
        return update.Bind(4, account.Value).Run();
    });

    public Task<bool> MarkOver(AccountId account) => database.Writer.Write(session =>
    {
        SendingRows.Ensure(session, account);
        using var update = session.Use("UPDATE sending_accounts SET over_since = ? WHERE account = ? AND over_since IS NULL");
        return update.Bind(1, Now).Bind(2, account.Value).Run() > 0;
    });

    public Task MarkHeld(AccountId account) => database.Writer.Write(session =>
    {
        using var update = session.Use("UPDATE sending_accounts SET held = 1 WHERE account = ?");
        return update.Bind(1, account.Value).Run();
    });

    public Task Reset(AccountId account) => database.Writer.Write(session =>
    {
        using var update = session.Use("UPDATE sending_accounts SET messages = 0, recipients = 0, new_recipients = 0, over_since = NULL, held = 0 WHERE account = ?");
        return update.Bind(1, account.Value).Run();
    });

    private SendingLimit? Count(SqliteSession session, AccountId account, HashSet<long> recipients, int count)
    {
        var today = Today;
        var (use, own, remembered) = SendingRows.Read(session, account, today);
        var strangers = recipients.Count(number => !SendingRows.IsKnown(session, account, number));
        if (use.Reached(own.Over(settings.Limits), count, strangers) is { } limit) return limit;
        foreach (var number in recipients) SendingRows.Remember(session, account, number, today);
        remembered += strangers;
        // A tenth at a time, so that it is seldom.
        if (remembered > settings.RecipientsRemembered) remembered -= SendingRows.Forget(session, account, remembered - settings.RecipientsRemembered + settings.RecipientsRemembered / 10);
        SendingRows.WriteCounts(session, account, today, use.Plus(count, strangers), remembered);
        return null;
    }

    private SendingAccount Read(SqliteSession session, AccountId account)
    {
        var (use, own, _) = SendingRows.Read(session, account, Today);
        return new(use, own.Over(settings.Limits), own);
    }

    private static void Bind(Statement statement, int index, long? value)
    {
        if (value is { } number) statement.Bind(index, number);
        else statement.BindNull(index);
    }
}

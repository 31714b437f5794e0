using MailActors.Domain.Directory;
using MailActors.Domain.Submission;

namespace MailActors.Actors.Operations.Palettes;

/// <summary>account limit: limits of one account that differ from those of the settings.</summary>
internal static class SendingLimitCommand
{
    private const string AsInSettings = "default";

    public static async Task<int> Run(CommandCall call, IDirectoryAdmin admin, ISendingLedger ledger)
    {
        if (await call.FindAccount(admin).ConfigureAwait(false) is not { } account) return 1;
        var before = (await ledger.Show(account.Id, call.Cancel).ConfigureAwait(false)).Override;
        var (good, messages) = await Limit(call, "messages", before.Messages).ConfigureAwait(false);
        var (also, recipients) = await Limit(call, "recipients", before.Recipients).ConfigureAwait(false);
        var (too, strangers) = await Limit(call, "newRecipients", before.NewRecipients).ConfigureAwait(false);
        if (!good || !also || !too) return 1;
        var after = new SendingOverride(messages, recipients, strangers);
        if (after != before) await ledger.SetLimits(account.Id, after).ConfigureAwait(false);
        await call.Row([("address", account.Address.ToString()), .. Values(await ledger.Show(account.Id, call.Cancel).ConfigureAwait(false))]).ConfigureAwait(false);
        return 0;
    }

    public static (string, object?)[] Values(SendingAccount sending) =>
    [
        ("sentToday", sending.Use.Messages), ("sentLimit", sending.Limits.Messages), ("recipientsToday", sending.Use.Recipients),
        ("recipientsLimit", sending.Limits.Recipients), ("newRecipientsToday", sending.Use.NewRecipients),
        ("newRecipientsLimit", sending.Limits.NewRecipients), ("overSince", sending.Use.OverSince), ("heldOverLimit", sending.Use.Held),
    ];

    private static async Task<(bool Good, long? Limit)> Limit(CommandCall call, string name, long? before)
    {
        if (call.Optional(name) is not { } text) return (true, before);
        return text == AsInSettings ? (true, null) : await call.Number(name).ConfigureAwait(false);
    }
}

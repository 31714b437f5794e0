using MailActors.Actors.Mailboxes;
using MailActors.Domain;
using MailActors.Domain.Directory;
using MailActors.Domain.Mailboxes;
using MailActors.Domain.Submission;
using MailActors.Protocol.Addresses;

namespace MailActors.Actors.Operations.Palettes;

/// <summary>Accounts: the directory is changed first, then the mailbox is told.</summary>
public sealed class AccountPalette(IDirectoryAdmin admin, IMailboxes mailboxes, ISendingLedger ledger)
{
    public CommandPalette Make() => new("account", "Accounts and their passwords", [
        new("add", "Adds an account", ["address", "password", "quota?"], Add),
        new("list", "Lists accounts", ["domain?"], async call =>
        {
            foreach (var account in await admin.ListAccounts(call.Optional("domain"), call.Cancel).ConfigureAwait(false)) await Row(call, account).ConfigureAwait(false);
            return 0;
        }),
        new("show", "Shows an account", ["address"], Show),
        new("limit", "Sets how much it may send to other hosts in a day, or shows it", ["address", "messages?", "recipients?", "newRecipients?"],
            call => SendingLimitCommand.Run(call, admin, ledger)),
        new("remove", "Removes an account and its mailbox", ["address"], call => Change(call, address => admin.RemoveAccount(address, call.Cancel), Removed)),
        new("passwd", "Sets the password", ["address", "password"], call =>
            Change(call, address => admin.SetPassword(address, call.Text("password"), call.Cancel), Kick)),
        new("quota", "Sets the quota; 0 for none", ["address", "bytes", "messages?"], Quota),
        new("disable", "Refuses log-in and mail", ["address"], call => Change(call, address => admin.SetDisabled(address, true, call.Cancel), Kick)),
        new("enable", "Allows log-in and mail again", ["address"], call => Change(call, address => admin.SetDisabled(address, false, call.Cancel), null)),
        new("import", "Adds many: address,password[,quota]", ["rows"], Import),
    ]);

    private async Task<int> Add(CommandCall call)
    {
        var (good, quota) = await call.Number("quota").ConfigureAwait(false);
        return good ? await Change(call, address => admin.AddAccount(address, call.Text("password"), quota, call.Cancel), Open).ConfigureAwait(false) : 1;
    }

    private async Task<int> Show(CommandCall call)
    {
        if (await call.FindAccount(admin).ConfigureAwait(false) is not { } account) return 1;
        var sending = await ledger.Show(account.Id, call.Cancel).ConfigureAwait(false);
        await call.Row([.. Values(account), .. SendingLimitCommand.Values(sending)]).ConfigureAwait(false);
        return 0;
    }

    private async Task<int> Quota(CommandCall call)
    {
        var (good, bytes) = await call.Number("bytes").ConfigureAwait(false);
        var (also, messages) = await call.Number("messages").ConfigureAwait(false);
        return good && also ? await Change(call, address => admin.SetQuota(address, bytes ?? 0, messages ?? 0, call.Cancel), Open).ConfigureAwait(false) : 1;
    }

    private async Task<int> Import(CommandCall call)
    {
        var wanted = new List<NewAccount>();
        foreach (var row in call.Texts("rows"))
        {
            var cells = row.Split(',');
            long quota = 0;
            if (cells.Length is < 2 or > 3 || (cells.Length == 3 && !long.TryParse(cells[2], out quota)))
                return await call.Refuse("BadRow", $"A row must be address,password[,quota]; it begins with \"{cells[0]}\".").ConfigureAwait(false);
            wanted.Add(new(cells[0], cells[1], cells.Length == 3 ? quota : null));
        }

        var results = await admin.ImportAccounts(wanted, null, call.Cancel).ConfigureAwait(false);
        var refused = 0;
        for (var i = 0; i < results.Count; i++)
        {
            if (results[i].Value is { } account)
            {
                await Open(account).ConfigureAwait(false);
                continue;
            }

            refused++;
            await call.Row(("address", wanted[i].Address), ("reason", results[i].Reason.ToString()), ("text", DirectoryWords.Of(results[i].Reason!.Value, wanted[i].Address))).ConfigureAwait(false);
        }

        await call.Say($"{results.Count - refused} accounts added, {refused} refused.").ConfigureAwait(false);
        return refused == 0 ? 0 : 1;
    }

    private static async Task<int> Change(CommandCall call, Func<MailAddress, Task<Result<Account>>> change, Func<Account, Task>? then)
    {
        if (await call.Address("address").ConfigureAwait(false) is not { } address) return 1;
        var result = await change(address).ConfigureAwait(false);
        if (result.Value is not { } account || result.Reason is not null)
            return await call.Refuse(result.Reason.ToString()!, DirectoryWords.Of(result.Reason!.Value, address.ToString())).ConfigureAwait(false);
        if (then is not null) await then(account).ConfigureAwait(false);
        await Row(call, account).ConfigureAwait(false);
        return 0;
    }

    private Task Open(Account account) => mailboxes.Ask(new MailboxCommands.OpenMailbox(account.Id, CommandId.New(), account.QuotaBytes, account.QuotaMessages));

    private async Task Removed(Account account)
    {
        await Kick(account).ConfigureAwait(false);
        await mailboxes.Ask(new MailboxCommands.RemoveMailbox(account.Id, CommandId.New())).ConfigureAwait(false);
    }

    private Task Kick(Account account)
    {
        mailboxes.Tell(new MailboxSessions.Kick(account.Id, null), Akka.Actor.ActorRefs.Nobody);
        return Task.CompletedTask;
    }

    private static Task Row(CommandCall call, Account account) => call.Row(Values(account));

    private static (string, object?)[] Values(Account account) =>
    [
        ("address", account.Address.ToString()), ("id", account.Id.Value), ("disabled", account.Disabled), ("quota", account.QuotaBytes),
        ("quotaMessages", account.QuotaMessages), ("created", account.Created),
    ];
}

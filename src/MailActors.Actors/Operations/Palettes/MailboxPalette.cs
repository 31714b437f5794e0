using MailActors.Actors.Mailboxes;
using MailActors.Domain.Directory;
using MailActors.Domain.Mailboxes;

namespace MailActors.Actors.Operations.Palettes;

/// <summary>A look into mailboxes: what is in them, never the text of mail.</summary>
public sealed class MailboxPalette(IDirectoryAdmin admin, IMailboxes mailboxes)
{
    private const int MostMessages = 1000;

    public CommandPalette Make() => new("mailbox", "What mailboxes hold", [
        new("show", "Shows size, quota and counts", ["address"], call => View(call, (account, view) => call.Row(
            ("address", account.Address.ToString()), ("folders", view.Folders.Count), ("messages", view.Quota.UsedMessages), ("maxMessages", view.Quota.MaxMessages),
            ("bytes", view.Quota.UsedBytes), ("maxBytes", view.Quota.MaxBytes), ("modSeq", view.ModSeq)))),
        new("folders", "Lists the folders", ["address"], call => View(call, async (_, view) =>
        {
            foreach (var folder in view.Folders.OrderBy(f => f.Name, StringComparer.Ordinal))
                await call.Row(
                    ("folder", folder.Name), ("specialUse", folder.SpecialUse == SpecialUse.None ? null : folder.SpecialUse.ToString()), ("messages", folder.Messages),
                    ("unseen", folder.Unseen), ("bytes", folder.Bytes), ("uidNext", folder.UidNext), ("uidValidity", folder.UidValidity)).ConfigureAwait(false);
        })),
        new("messages", "Lists the newest messages of a folder", ["address", "folder?", "limit?"], Messages),
    ]);

    private async Task<int> View(CommandCall call, Func<Account, MailboxReplies.MailboxView, Task> tell)
    {
        if (await call.FindAccount(admin).ConfigureAwait(false) is not { } account) return 1;
        var reply = await mailboxes.Ask(new MailboxQueries.ViewMailbox(account.Id), cancel: call.Cancel).ConfigureAwait(false);
        if (reply is not MailboxReplies.MailboxView view) return await Refuse(call, reply).ConfigureAwait(false);
        await tell(account, view).ConfigureAwait(false);
        return 0;
    }

    private async Task<int> Messages(CommandCall call)
    {
        var (good, limit) = await call.Number("limit").ConfigureAwait(false);
        if (!good || await call.FindAccount(admin).ConfigureAwait(false) is not { } account) return 1;
        var reply = await mailboxes.Ask(new MailboxQueries.ReadFolder(account.Id, call.Optional("folder") ?? "INBOX"), cancel: call.Cancel).ConfigureAwait(false);
        if (reply is not MailboxReplies.FolderView { Folder: var folder }) return await Refuse(call, reply).ConfigureAwait(false);
        for (var sequence = Math.Max(1, folder.Count - (int)Math.Min(limit ?? 50, MostMessages) + 1); sequence <= folder.Count; sequence++)
        {
            var row = folder[sequence];
            await call.Row(
                ("uid", row.Uid), ("received", row.InternalDate), ("size", row.Size), ("flags", (row.Flags & MessageFlags.System).ToString()), ("blob", row.Blob.ToString())).ConfigureAwait(false);
        }

        return 0;
    }

    private static Task<int> Refuse(CommandCall call, MailboxReply reply)
    {
        var reason = reply is MailboxReplies.Rejected rejected ? rejected.Reason : MailboxRejection.Unavailable;
        return call.Refuse(reason.ToString(), reason == MailboxRejection.NoSuchFolder ? "There is no such folder." : $"The mailbox refused: {reason}.");
    }
}

using static MailActors.Domain.Mailboxes.MailboxEvents;

namespace MailActors.Domain.Mailboxes;

/// <summary>What concerns the mailbox as a whole: opening, subscriptions, and answering what was done before.</summary>
internal static class MailboxDecisions
{
    private static readonly (string Name, SpecialUse Use)[] FirstFolders =
    [
        ("Drafts", SpecialUse.Drafts), ("Sent", SpecialUse.Sent), ("Junk", SpecialUse.Junk), ("Trash", SpecialUse.Trash),
        ("Archive", SpecialUse.Archive),
    ];

    public static Decision Open(this MailboxState state, MailboxCommands.OpenMailbox c, long now)
    {
        var same = state.Quota.MaxBytes == c.QuotaBytes && state.Quota.MaxMessages == c.QuotaMessages;
        if (state.Opened && same) return Decision.Done;
        var made = new FolderMaker(state);
        if (!state.Opened)
        {
            foreach (var (name, use) in FirstFolders)
                if (!state.Names.ContainsKey(name) && state.Folders.Values.All(f => f.Info.SpecialUse != use)) made.Make(name, use);
        }

        return new Decision.Write(new MailboxOpened(c.Id, now, c.QuotaBytes, c.QuotaMessages, made.Folders));
    }

    public static Decision Subscribe(this MailboxState state, MailboxCommands.Subscribe c, long now)
    {
        // A name that can't be now may have been subscribed to when it could: it can always be taken back.
        if (!FolderName.TryNormalize(c.Name, out var name) && c.Wanted) return Decision.No(MailboxRejection.InvalidName);
        if (state.Subscriptions.Contains(name) == c.Wanted) return Decision.Done;
        return c.Wanted && state.Subscriptions.Count >= MailboxLimits.Subscriptions
            ? Decision.No(MailboxRejection.LimitReached)
            : new Decision.Write(new SubscriptionChanged(c.Id, now, name, c.Wanted));
    }

    public static Decision Repeat(this MailboxState state, CommandOutcome outcome)
    {
        var shown = outcome switch
        {
            CommandOutcome.Stored s => s.Folder,
            CommandOutcome.Copied c => c.Source,
            CommandOutcome.Expunged x => x.Folder,
            _ => 0,
        };
        return state.Folders.TryGetValue(shown, out var folder) && !folder.Messages.IsLoaded
            ? new Decision.NeedsFolders([shown])
            : new Decision.Answer(state.ReplyTo(outcome));
    }
}

using static MailActors.Domain.Mailboxes.MailboxEvents;

namespace MailActors.Domain.Mailboxes;

/// <summary>How the events about folders themselves change the state.</summary>
internal static class FolderEvents
{
    public static MailboxState ApplyToFolders(this MailboxState state, MailboxEvent e) => e switch
    {
        FoldersCreated c => state.Made(c.Folders),
        FolderDeleted d => state.Deleted(d.Folder),
        FoldersRenamed r => state.Made(r.Parents).Renamed(r),
        InboxRenamed r => state.InboxMoved(r),
        SubscriptionChanged s => state with
        {
            Subscriptions = s.Wanted ? state.Subscriptions.Add(s.Name) : state.Subscriptions.Remove(s.Name),
        },
        MailboxOpened o => state.OpenedBy(o),
        MailboxRemoved => state.Cleared(),
        _ => state,
    };

    private static MailboxState OpenedBy(this MailboxState state, MailboxOpened e)
    {
        var made = state.Made(e.Folders);
        return made with
        {
            Opened = true,
            Quota = state.Quota with { MaxBytes = e.QuotaBytes, MaxMessages = e.QuotaMessages },
            Subscriptions = state.Opened ? state.Subscriptions : state.Subscriptions.Add(FolderName.Inbox).Union(e.Folders.Select(f => f.Name)),
        };
    }

    private static MailboxState Made(this MailboxState state, IEnumerable<NewFolder> folders) =>
        folders.Aggregate(state, (s, f) => s.Placed(MailboxFolder.New(f, s.ModSeq)));

    private static MailboxState Placed(this MailboxState state, MailboxFolder folder) => state with
    {
        Folders = state.Folders.Add(folder.Info.Id, folder),
        Names = state.Names.Add(folder.Info.Name, folder.Info.Id),
        LastFolderId = Math.Max(state.LastFolderId, folder.Info.Id),
        LastUidValidity = Math.Max(state.LastUidValidity, folder.Info.UidValidity),
    };

    private static MailboxState Deleted(this MailboxState state, int id)
    {
        var info = state.Folders[id].Info;
        var without = state with
        {
            Folders = state.Folders.Remove(id),
            Names = state.Names.Remove(info.Name),
            RetiredUidValidity = Math.Max(state.RetiredUidValidity, info.UidValidity),
        };
        return without.Use(-info.Bytes, -info.Messages);
    }

    private static MailboxState Renamed(this MailboxState state, FoldersRenamed e)
    {
        var folders = state.Folders.ToBuilder();
        var names = state.Names.ToBuilder();
        var retired = state.RetiredUidValidity;
        var last = state.LastUidValidity;
        foreach (var renamed in e.Folders)
        {
            names.Remove(folders[renamed.Id].Info.Name);
            retired = Math.Max(retired, folders[renamed.Id].Info.UidValidity);
        }

        foreach (var renamed in e.Folders)
        {
            var folder = folders[renamed.Id];
            names[renamed.Name] = renamed.Id;
            folders[renamed.Id] = folder with { Info = folder.Info with { Name = renamed.Name, UidValidity = renamed.UidValidity } };
            last = Math.Max(last, renamed.UidValidity);
        }

        return state with
        {
            Folders = folders.ToImmutable(), Names = names.ToImmutable(), RetiredUidValidity = retired, LastUidValidity = last,
        };
    }

    private static MailboxState InboxMoved(this MailboxState state, InboxRenamed e)
    {
        var inbox = state.Folders[MailboxState.InboxId];
        return state.Made(e.Folders.SkipLast(1))
            .Placed(MailboxFolder.OfInbox(e.Folders[^1], inbox, state.ModSeq))
            .With(inbox.Emptied(state.ModSeq));
    }

    /// <summary>An empty INBOX is left, so that the rules of a mailbox hold for a removed one too.</summary>
    private static MailboxState Cleared(this MailboxState state) => new MailboxState(state.Account) with
    {
        ModSeq = state.ModSeq,
        Opened = state.Opened,
        Removed = true,
        LastFolderId = state.LastFolderId,
        LastUidValidity = state.LastUidValidity,
        RetiredUidValidity = state.RetiredUidValidity,
        Recent = state.Recent,
    };
}

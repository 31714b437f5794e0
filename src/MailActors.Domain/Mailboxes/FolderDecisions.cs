using System.Collections.Immutable;
using static MailActors.Domain.Mailboxes.MailboxEvents;

namespace MailActors.Domain.Mailboxes;

/// <summary>CREATE, DELETE, RENAME (RFC 9051 §6.3.4 to §6.3.6). None of them needs a message in memory.</summary>
internal static class FolderDecisions
{
    public static Decision Create(this MailboxState state, MailboxCommands.CreateFolder c, long now)
    {
        // RFC 9051 §6.3.4: a separator at the end only says that there will be folders below.
        var asked = c.Name.Length > 1 && c.Name[^1] == FolderName.Separator ? c.Name[..^1] : c.Name;
        if (!FolderName.TryNormalize(asked, out var name)) return Decision.No(MailboxRejection.InvalidName);
        if (state.Names.ContainsKey(name)) return Decision.No(MailboxRejection.FolderExists);
        if (c.SpecialUse != SpecialUse.None && state.Folders.Values.Any(f => f.Info.SpecialUse == c.SpecialUse))
            return Decision.No(MailboxRejection.SpecialUseTaken);
        var made = new FolderMaker(state);
        made.MakeParents(name);
        made.Make(name, c.SpecialUse);
        return made.IsTooMany ? Decision.No(MailboxRejection.LimitReached) : new Decision.Write(new FoldersCreated(c.Id, now, made.Folders));
    }

    public static Decision Delete(this MailboxState state, MailboxCommands.DeleteFolder c, long now)
    {
        if (state.Find(c.Name) is not { } folder) return Decision.No(MailboxRejection.NoSuchFolder);

        // RFC 9051 §6.3.5: INBOX can't be deleted, and a name with names below it may be refused.
        if (folder.Info.Id == MailboxState.InboxId) return Decision.No(MailboxRejection.NotAllowed);
        return state.Names.Keys.Any(name => FolderName.IsBelow(name, folder.Info.Name))
            ? Decision.No(MailboxRejection.HasChildren)
            : new Decision.Write(new FolderDeleted(c.Id, now, folder.Info.Id));
    }

    public static Decision Rename(this MailboxState state, MailboxCommands.RenameFolder c, long now)
    {
        if (state.Find(c.From) is not { } folder) return Decision.No(MailboxRejection.NoSuchFolder);
        if (!FolderName.TryNormalize(c.To, out var to)) return Decision.No(MailboxRejection.InvalidName);
        if (state.Names.ContainsKey(to)) return Decision.No(MailboxRejection.FolderExists);
        var made = new FolderMaker(state);
        if (folder.Info.Id == MailboxState.InboxId)
        {
            made.MakeParents(to);
            made.Make(to, SpecialUse.None);
            return made.IsTooMany ? Decision.No(MailboxRejection.LimitReached) : new Decision.Write(new InboxRenamed(c.Id, now, made.Folders));
        }

        var from = folder.Info.Name;
        if (FolderName.IsBelow(to, from)) return Decision.No(MailboxRejection.NotAllowed);
        made.MakeParents(to);
        var renamed = ImmutableArray.CreateBuilder<RenamedFolder>();
        renamed.Add(made.Rename(folder.Info, to));
        foreach (var child in state.Folders.Values.Where(f => FolderName.IsBelow(f.Info.Name, from)))
        {
            if (!FolderName.TryNormalize(to + child.Info.Name[from.Length..], out var name)) return Decision.No(MailboxRejection.InvalidName);

            // A folder may have been made below the new name before the new name itself is taken.
            if (state.Names.ContainsKey(name)) return Decision.No(MailboxRejection.FolderExists);
            renamed.Add(made.Rename(child.Info, name));
        }

        return made.IsTooMany
            ? Decision.No(MailboxRejection.LimitReached)
            : new Decision.Write(new FoldersRenamed(c.Id, now, made.Folders, renamed.ToImmutable()));
    }
}

/// <summary>Gives ids and UIDVALIDITY to the folders of one event.</summary>
internal sealed class FolderMaker(MailboxState state)
{
    private readonly ImmutableArray<NewFolder>.Builder _folders = ImmutableArray.CreateBuilder<NewFolder>();
    private int _id = state.LastFolderId;
    private uint _uidValidity = state.LastUidValidity;

    public ImmutableArray<NewFolder> Folders => _folders.ToImmutable();

    public bool IsTooMany => state.Folders.Count + _folders.Count > MailboxLimits.Folders;

    public void Make(string name, SpecialUse use) => _folders.Add(new(++_id, name, use, ++_uidValidity));

    public void MakeParents(string name)
    {
        foreach (var parent in FolderName.Parents(name))
            if (!state.Names.ContainsKey(parent)) Make(parent, SpecialUse.None);
    }

    /// <summary>The folder keeps its UIDVALIDITY unless a folder of the new name may have had a higher one: what a client kept under that
    /// name must not be taken for this folder (RFC 9051 §2.3.1.1).</summary>
    public RenamedFolder Rename(FolderInfo folder, string name) =>
        new(folder.Id, name, folder.UidValidity > state.RetiredUidValidity ? folder.UidValidity : ++_uidValidity);
}

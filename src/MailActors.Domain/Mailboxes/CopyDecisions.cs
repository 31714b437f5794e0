using System.Collections.Immutable;
using static MailActors.Domain.Mailboxes.MailboxEvents;

namespace MailActors.Domain.Mailboxes;

/// <summary>COPY (RFC 9051 §6.4.7) and MOVE (RFC 9051 §6.4.8). Only the source need be in memory.</summary>
internal static class CopyDecisions
{
    public static Decision Copy(this MailboxState state, MailboxCommands.CopyMessages c, long now)
    {
        if (state.Refused(c.Folder, c.Target, out var source, out var target) is { } no) return no;
        var (uids, messages, keywords) = Gather(source, c.Uids, target);
        if (uids.IsEmpty || (c.Whole && uids.Count < c.Uids.Count)) return state.Nothing(source, target);
        if (state.IsOver(messages.Sum(m => m.Size), messages.Length)) return Decision.No(MailboxRejection.OverQuota);
        return target.IsUsedUp(messages.Length)
            ? Decision.No(MailboxRejection.NoMoreUids)
            : new Decision.Write(new MessagesCopied(c.Id, now, c.Folder, uids, target.Info.Id, target.Info.UidNext, messages, keywords));
    }

    /// <summary>No quota is asked: the mailbox holds as much after it as before.</summary>
    public static Decision Move(this MailboxState state, MailboxCommands.MoveMessages c, long now)
    {
        if (state.Refused(c.Folder, c.Target, out var source, out var target) is { } no) return no;
        var (uids, messages, keywords) = Gather(source, c.Uids, target);
        if (uids.IsEmpty || (c.Whole && uids.Count < c.Uids.Count)) return state.Nothing(source, target);
        return target.IsUsedUp(messages.Length)
            ? Decision.No(MailboxRejection.NoMoreUids)
            : new Decision.Write(new MessagesMoved(c.Id, now, c.Folder, uids, target.Info.Id, target.Info.UidNext, messages, keywords));
    }

    private static Decision? Refused(this MailboxState state, int from, string to, out MailboxFolder source, out MailboxFolder target)
    {
        source = state.Folders.GetValueOrDefault(from)!;
        target = state.Find(to)!;
        if (source is null || target is null) return Decision.No(MailboxRejection.NoSuchFolder);
        return source.Messages.IsLoaded ? null : new Decision.NeedsFolders([from]);
    }

    private static (UidSet, ImmutableArray<AddedMessage>, ImmutableArray<string>) Gather(MailboxFolder source, UidSet wanted, MailboxFolder target)
    {
        var uids = new UidSetBuilder();
        var messages = ImmutableArray.CreateBuilder<AddedMessage>();
        var keywords = new KeywordNumbers(target.Keywords);
        foreach (var row in source.Messages.Rows(wanted))
        {
            uids.Add(row.Uid);
            messages.Add(new(keywords.Translate(row.Flags, source.Keywords), row.InternalDate, row.Size, row.Blob));
        }

        return (uids.ToSet(), messages.ToImmutable(), keywords.Added);
    }

    private static Decision.Answer Nothing(this MailboxState state, MailboxFolder source, MailboxFolder target) =>
        new(new MailboxReplies.Copied(target.Info.UidValidity, UidSet.Empty, UidSet.Empty, state.Snapshot(source.Info.Id)));
}

using System.Collections.Immutable;
using static MailActors.Domain.Mailboxes.MailboxEvents;

namespace MailActors.Domain.Mailboxes;

/// <summary>What becomes of messages that come in from outside: deliveries and APPEND.</summary>
internal static class MessageDecisions
{
    public static Decision Deliver(this MailboxState state, MailboxCommands.DeliverMessage c, long now)
    {
        var folder = (c.Folder is null ? null : state.Find(c.Folder)) ?? state.Folders[MailboxState.InboxId];
        if (state.IsOver(c.Message.Size, 1)) return Decision.No(MailboxRejection.OverQuota);
        if (folder.IsUsedUp(1)) return Decision.No(MailboxRejection.NoMoreUids);
        var keywords = new KeywordNumbers(folder.Keywords);
        keywords.TryNumber(c.Message.Flags, out var flags);
        return new Decision.Write(new MessageDelivered(
            c.Id, now, folder.Info.Id, folder.Info.UidNext, new(flags, c.Message.InternalDate, c.Message.Size, c.Message.Blob), keywords.Added));
    }

    public static Decision Append(this MailboxState state, MailboxCommands.AppendMessages c, long now)
    {
        if (state.Find(c.Folder) is not { } folder) return Decision.No(MailboxRejection.NoSuchFolder);
        if (c.Messages.Count == 0) return new Decision.Answer(new MailboxReplies.Appended(folder.Info.UidValidity, UidSet.Empty));
        if (state.IsOver(c.Messages.Sum(m => m.Size), c.Messages.Count)) return Decision.No(MailboxRejection.OverQuota);
        if (folder.IsUsedUp(c.Messages.Count)) return Decision.No(MailboxRejection.NoMoreUids);
        var keywords = new KeywordNumbers(folder.Keywords);
        var messages = ImmutableArray.CreateBuilder<AddedMessage>(c.Messages.Count);
        foreach (var message in c.Messages)
        {
            if (!keywords.TryNumber(message.Flags, out var flags)) return Decision.No(MailboxRejection.LimitReached);
            messages.Add(new(flags, message.InternalDate, message.Size, message.Blob));
        }

        return new Decision.Write(new MessagesAppended(
            c.Id, now, folder.Info.Id, folder.Info.UidNext, messages.DrainToImmutable(), keywords.Added));
    }

    /// <summary>RFC 9208 §4.3.1: what would go over a limit is refused whole.</summary>
    public static bool IsOver(this MailboxState state, long bytes, int messages) =>
        (state.Quota.MaxBytes > 0 && state.Quota.UsedBytes + bytes > state.Quota.MaxBytes)
        || (state.Quota.MaxMessages > 0 && state.Quota.UsedMessages + messages > state.Quota.MaxMessages);

    public static bool IsUsedUp(this MailboxFolder folder, int messages) => folder.Info.UidNext + (long)messages - 1 > MailboxLimits.LastUid;
}

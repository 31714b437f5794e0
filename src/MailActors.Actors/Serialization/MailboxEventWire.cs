using MailActors.Actors.Serialization.Proto;
using MailActors.Domain.Mailboxes;
using static MailActors.Domain.Mailboxes.MailboxEvents;

namespace MailActors.Actors.Serialization;

/// <summary>The events of a mailbox as they are in the journal.</summary>
internal static class MailboxEventWire
{
    public static readonly IReadOnlyList<WireType> Types =
    [
        new WireType<MailboxOpened, MailboxOpenedProto>(
            "mb.o1",
            e => new()
            {
                Command = e.Command.ToWire(), At = e.At, QuotaBytes = e.QuotaBytes, QuotaMessages = e.QuotaMessages,
                Folders = { e.Folders.Select(WireParts.ToWire) },
            },
            p => new(p.Command.ToCommandId(), p.At, p.QuotaBytes, p.QuotaMessages, p.Folders.ToFolders())),
        new WireType<MessagesAppended, MessagesAppendedProto>(
            "mb.a1",
            e => new()
            {
                Command = e.Command.ToWire(), At = e.At, Folder = e.Folder, FirstUid = e.FirstUid, Messages = e.Messages.ToWire(),
                NewKeywords = { e.NewKeywords },
            },
            p => new(p.Command.ToCommandId(), p.At, p.Folder, p.FirstUid, p.Messages.ToMessages(), [.. p.NewKeywords])),
        new WireType<MessageDelivered, MessageDeliveredProto>(
            "mb.d1",
            e => new()
            {
                Command = e.Command.ToWire(), At = e.At, Folder = e.Folder, Uid = e.Uid, Flags = (ulong)e.Message.Flags,
                InternalDate = e.Message.InternalDate, Size = e.Message.Size, Blob = e.Message.Blob.ToWire(), NewKeywords = { e.NewKeywords },
            },
            p => new(
                p.Command.ToCommandId(), p.At, p.Folder, p.Uid, new((MessageFlags)p.Flags, p.InternalDate, p.Size, p.Blob.ToBlobId()),
                [.. p.NewKeywords])),
        new WireType<FlagsStored, FlagsStoredProto>(
            "mb.f1",
            e => new()
            {
                Command = e.Command.ToWire(), At = e.At, Folder = e.Folder, Uids = e.Uids.ToWire(), Change = (int)e.Change, Flags = (ulong)e.Flags,
                NewKeywords = { e.NewKeywords }, UnseenDelta = e.UnseenDelta, DeletedDelta = e.DeletedDelta, DeletedBytesDelta = e.DeletedBytesDelta, Modified = e.Modified.ToWire(),
            },
            p => new(
                p.Command.ToCommandId(), p.At, p.Folder, p.Uids.ToUidSet(), (FlagChange)p.Change, (MessageFlags)p.Flags, [.. p.NewKeywords],
                p.UnseenDelta, p.DeletedDelta, p.DeletedBytesDelta, p.Modified.ToUidSet())),
        new WireType<MessagesCopied, MessagesCopiedProto>(
            "mb.c1",
            e => new()
            {
                Command = e.Command.ToWire(), At = e.At, Source = e.Source, Uids = e.Uids.ToWire(), Target = e.Target, FirstUid = e.FirstUid,
                Messages = e.Messages.ToWire(), NewKeywords = { e.NewKeywords },
            },
            p => new(
                p.Command.ToCommandId(), p.At, p.Source, p.Uids.ToUidSet(), p.Target, p.FirstUid, p.Messages.ToMessages(), [.. p.NewKeywords])),
        new WireType<MessagesMoved, MessagesCopiedProto>(
            "mb.m1",
            e => new()
            {
                Command = e.Command.ToWire(), At = e.At, Source = e.Source, Uids = e.Uids.ToWire(), Target = e.Target, FirstUid = e.FirstUid,
                Messages = e.Messages.ToWire(), NewKeywords = { e.NewKeywords },
            },
            p => new(
                p.Command.ToCommandId(), p.At, p.Source, p.Uids.ToUidSet(), p.Target, p.FirstUid, p.Messages.ToMessages(), [.. p.NewKeywords])),
        new WireType<MessagesExpunged, MessagesExpungedProto>(
            "mb.x1",
            e => new()
            {
                Command = e.Command.ToWire(), At = e.At, Folder = e.Folder, Uids = e.Uids.ToWire(), Unseen = e.Unseen, Deleted = e.Deleted,
                Bytes = e.Bytes, DeletedBytes = e.DeletedBytes,
            },
            p => new(p.Command.ToCommandId(), p.At, p.Folder, p.Uids.ToUidSet(), p.Unseen, p.Deleted, p.Bytes, p.DeletedBytes)),
        new WireType<RecentTaken, RecentTakenProto>(
            "mb.n1",
            e => new() { Command = e.Command.ToWire(), At = e.At, Folder = e.Folder, First = e.First, Next = e.Next },
            p => new(p.Command.ToCommandId(), p.At, p.Folder, p.First, p.Next)),
        .. FolderEventWire.Types,
    ];
}

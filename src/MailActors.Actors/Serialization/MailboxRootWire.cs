using Google.Protobuf;
using MailActors.Actors.Serialization.Proto;
using MailActors.Domain.Mailboxes;

namespace MailActors.Actors.Serialization;

/// <summary>The root of a mailbox as it is in the snapshot store.</summary>
internal static class MailboxRootWire
{
    public static readonly IReadOnlyList<WireType> Types = [new WireType<MailboxRoot, MailboxRootProto>("mb.root1", Write, Read)];

    private static MailboxRootProto Write(MailboxRoot root) => new()
    {
        Account = root.Account.Value,
        ModSeq = root.ModSeq,
        Opened = root.Opened,
        Removed = root.Removed,
        QuotaBytes = root.QuotaBytes,
        QuotaMessages = root.QuotaMessages,
        LastFolderId = root.LastFolderId,
        LastUidValidity = root.LastUidValidity,
        RetiredUidValidity = root.RetiredUidValidity,
        Folders = { root.Folders.Select(Write) },
        Subscriptions = { root.Subscriptions },
        DeliveryCommands = root.Deliveries.Select(d => d.Command.Value).ToWire(),
        DeliveryTimes = { root.Deliveries.Select(d => d.At) },
        Commands = { root.Commands.Select(Write) },
        Superseded = root.Superseded.Select(k => k.Value).ToWire(),
    };

    private static MailboxRoot Read(MailboxRootProto p)
    {
        var deliveries = p.DeliveryCommands.ToGuids();
        if (deliveries.Length != p.DeliveryTimes.Count) throw new FormatException("The columns of the deliveries differ in length.");
        return new(
            new(p.Account),
            p.ModSeq,
            p.Opened,
            p.Removed,
            p.QuotaBytes,
            p.QuotaMessages,
            p.LastFolderId,
            p.LastUidValidity,
            p.RetiredUidValidity,
            [.. p.Folders.Select(Read)],
            [.. p.Subscriptions],
            [.. deliveries.Select((id, i) => new RecentCommands.Seen(new(id), p.DeliveryTimes[i]))],
            [.. p.Commands.Select(Read)],
            [.. p.Superseded.ToGuids().Select(k => new ChunkKey(k))]);
    }

    private static RootFolderProto Write(RootFolder f) => new()
    {
        Id = f.Info.Id,
        Name = f.Info.Name,
        SpecialUse = (int)f.Info.SpecialUse,
        UidValidity = f.Info.UidValidity,
        UidNext = f.Info.UidNext,
        HighestModSeq = f.Info.HighestModSeq,
        Messages = f.Info.Messages,
        Unseen = f.Info.Unseen,
        Deleted = f.Info.Deleted,
        Bytes = f.Info.Bytes,
        DeletedBytes = f.Info.DeletedBytes,
        FirstRecent = f.Info.FirstRecent,
        Recent = f.Info.Recent,
        Keywords = { f.Keywords },
        ChunkKeys = f.Chunks.Select(c => c.Key.Value).ToWire(),
        ChunkCounts = { f.Chunks.Select(c => c.Count) },
        Vanished = f.Vanished == default ? ByteString.Empty : new[] { f.Vanished.Value }.ToWire(),
    };

    private static RootFolder Read(RootFolderProto p)
    {
        var keys = p.ChunkKeys.ToGuids();
        if (keys.Length != p.ChunkCounts.Count) throw new FormatException("The columns of the chunks differ in length.");
        var info = new FolderInfo(
            p.Id, p.Name, (SpecialUse)p.SpecialUse, p.UidValidity, p.UidNext, p.HighestModSeq, p.Messages, p.Unseen, p.Deleted, p.Bytes,
            p.DeletedBytes, Math.Max(p.FirstRecent, 1), p.FirstRecent == 0 ? p.Messages : p.Recent);
        var vanished = p.Vanished.ToGuids();
        return new(
            info, [.. p.Keywords], [.. keys.Select((key, i) => new RootChunk(new(key), p.ChunkCounts[i]))], vanished is [var one] ? new(one) : default);
    }

    private static RecentCommandProto Write(RecentCommand c)
    {
        var proto = new RecentCommandProto { Command = c.Id.ToWire(), At = c.At };
        switch (c.Outcome)
        {
            case CommandOutcome.Appended a:
                (proto.Outcome, proto.UidValidity, proto.Uids) = (1, a.UidValidity, a.Uids.ToWire());
                break;
            case CommandOutcome.Stored s:
                (proto.Outcome, proto.Folder, proto.Uids, proto.ModSeq) = (2, s.Folder, s.Modified.ToWire(), s.ModSeq);
                break;
            case CommandOutcome.Copied x:
                (proto.Outcome, proto.Folder, proto.UidValidity, proto.Uids, proto.To) = (3, x.Source, x.UidValidity, x.From.ToWire(), x.To.ToWire());
                break;
            case CommandOutcome.Expunged x:
                (proto.Outcome, proto.Folder, proto.Uids) = (4, x.Folder, x.Uids.ToWire());
                break;
            case CommandOutcome.RecentTaken r:
                (proto.Outcome, proto.Uids) = (6, r.Uids.ToWire());
                break;
            case CommandOutcome.Created f:
                (proto.Outcome, proto.Folder) = (5, f.Folder);
                break;
        }

        return proto;
    }

    private static RecentCommand Read(RecentCommandProto p) => new(p.Command.ToCommandId(), p.At, p.Outcome switch
    {
        1 => new CommandOutcome.Appended(p.UidValidity, p.Uids.ToUidSet()),
        2 => new CommandOutcome.Stored(p.Folder, p.Uids.ToUidSet(), p.ModSeq),
        3 => new CommandOutcome.Copied(p.Folder, p.UidValidity, p.Uids.ToUidSet(), p.To.ToUidSet()),
        4 => new CommandOutcome.Expunged(p.Folder, p.Uids.ToUidSet()),
        5 => new CommandOutcome.Created(p.Folder),
        6 => new CommandOutcome.RecentTaken(p.Uids.ToUidSet()),
        _ => CommandOutcome.Done.Instance,
    });
}

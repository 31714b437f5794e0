using MailActors.Domain.Mailboxes;

namespace MailActors.Storage.Verify;

/// <summary>One folder with all its messages: what it says of itself is what is in it.</summary>
internal sealed class FolderCheck(string mailbox, VerifyReport report, KnownBlobs blobs)
{
    public void Check(MailboxFolder folder, MailboxState state)
    {
        var info = folder.Info;
        CheckInfo(info, state);
        int count = 0, unseen = 0, deleted = 0, recent = 0;
        long bytes = 0, deletedBytes = 0;
        uint last = 0;
        var keywords = FlagSet.FirstKeywordBit + folder.Keywords.Length;
        foreach (var row in folder.Messages.Chunks.SelectMany(Rows))
        {
            count++;
            bytes += row.Size;
            if ((row.Flags & MessageFlags.Seen) == 0) unseen++;
            if (row.Uid >= info.FirstRecent) recent++;
            if ((row.Flags & MessageFlags.Deleted) != 0)
            {
                deleted++;
                deletedBytes += row.Size;
            }

            if (row.Uid <= last) Add(info, FindingKind.UidOrder, $"UID {row.Uid} comes after {last}");
            if (row.Uid >= info.UidNext) Add(info, FindingKind.UidNext, $"UID {row.Uid} is not below UIDNEXT {info.UidNext}");
            if (row.ModSeq < 1 || row.ModSeq > info.HighestModSeq) Add(info, FindingKind.ModSeqOrder, $"UID {row.Uid} has MODSEQ {row.ModSeq}, the highest is {info.HighestModSeq}");
            if (keywords < 64 && (ulong)row.Flags >> keywords != 0) Add(info, FindingKind.FolderKeywords, $"UID {row.Uid} has a keyword the folder does not know");
            CheckBlob(info, row);
            last = row.Uid;
        }

        if (count != info.Messages || unseen != info.Unseen || deleted != info.Deleted)
            Add(info, FindingKind.FolderCounts, $"says {info.Messages} messages, {info.Unseen} unseen, {info.Deleted} deleted; has {count}, {unseen}, {deleted}");
        if (bytes != info.Bytes || deletedBytes != info.DeletedBytes)
            Add(info, FindingKind.FolderBytes, $"says {info.Bytes} octets, {info.DeletedBytes} of them deleted; has {bytes}, {deletedBytes}");
        if (recent != info.Recent || info.FirstRecent > info.UidNext)
            Add(info, FindingKind.FolderCounts, $"says {info.Recent} recent messages from UID {info.FirstRecent} on; has {recent}");
        CheckVanished(folder);
    }

    private void CheckInfo(FolderInfo info, MailboxState state)
    {
        if (info.UidValidity == 0 || info.UidValidity > state.LastUidValidity)
            Add(info, FindingKind.UidValidity, $"UIDVALIDITY {info.UidValidity} was not given; the last is {state.LastUidValidity}");
        if (info.HighestModSeq < 0 || info.HighestModSeq > state.ModSeq)
            Add(info, FindingKind.ModSeqOrder, $"the highest MODSEQ is {info.HighestModSeq}, the mailbox is at {state.ModSeq}");
        if (!Domain.Mailboxes.FolderName.TryNormalize(info.Name, out var normal) || normal != info.Name)
            Add(info, FindingKind.FolderName, "the name is not in its one form");
        else if (!state.Names.TryGetValue(info.Name, out var id) || id != info.Id)
            Add(info, FindingKind.FolderName, "another folder has the name");
        var separator = info.Name.LastIndexOf(Domain.Mailboxes.FolderName.Separator);
        if (separator > 0 && !state.Names.ContainsKey(info.Name[..separator]))
            Add(info, FindingKind.FolderParent, "the folder above does not exist");
    }

    private void CheckBlob(FolderInfo info, MessageRow row)
    {
        if (blobs.Name(row.Blob) is not { } size) Add(info, FindingKind.MessageBlobMissing, $"UID {row.Uid}: blob {row.Blob} is missing");
        else if (size != row.Size) Add(info, FindingKind.MessageSize, $"UID {row.Uid} has {row.Size} octets, its blob {size}");
    }

    private void CheckVanished(MailboxFolder folder)
    {
        var last = 0L;
        foreach (var gone in folder.Messages.Vanished?.Entries ?? [])
        {
            if (gone.ModSeq < last || gone.ModSeq > folder.Info.HighestModSeq) Add(folder.Info, FindingKind.ModSeqOrder, $"UIDs vanished at MODSEQ {gone.ModSeq}, after {last}");
            last = gone.ModSeq;
            foreach (var range in gone.Uids.Ranges)
                if (range.Last >= folder.Info.UidNext || Holds(folder, range))
                    Add(folder.Info, FindingKind.UidVanished, $"UIDs {range.First} to {range.Last} vanished, but are there or were never given");
        }
    }

    private static bool Holds(MailboxFolder folder, UidRange range)
    {
        foreach (var chunk in folder.Messages.Chunks)
        {
            if (chunk.LastUid < range.First) continue;
            var at = chunk.IndexOf(range.First);
            if (at < 0) at = ~at;
            return at < chunk.Count && chunk.Uids[at] <= range.Last;
        }

        return false;
    }

    private static IEnumerable<MessageRow> Rows(MessageChunk chunk)
    {
        for (var i = 0; i < chunk.Count; i++) yield return chunk[i];
    }

    private void Add(FolderInfo info, FindingKind kind, string detail) => report.Add(kind, $"{mailbox}/{info.Name}", detail);
}

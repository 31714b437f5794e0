namespace MailActors.Domain.Mailboxes;

/// <summary>What an event does to the messages of one folder.</summary>
public abstract record FolderChange
{
    private FolderChange() { }

    /// <param name="Rows">Ascending by UID, above all the folder had.</param>
    public sealed record Added(IReadOnlyList<MessageRow> Rows) : FolderChange;

    public sealed record FlagsSet(UidSet Uids, FlagChange Change, MessageFlags Flags, long ModSeq) : FolderChange
    {
        public MessageFlags On(MessageFlags old) => Change.On(old, Flags);
    }

    public sealed record Removed(UidSet Uids, long ModSeq) : FolderChange;
}

internal static class FlagChanges
{
    /// <summary>RFC 9051 §6.4.6.</summary>
    public static MessageFlags On(this FlagChange change, MessageFlags old, MessageFlags flags) => change switch
    {
        FlagChange.Add => old | flags,
        FlagChange.Remove => old & ~flags,
        _ => flags,
    };
}

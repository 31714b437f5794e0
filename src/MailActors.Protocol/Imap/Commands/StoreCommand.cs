namespace MailActors.Protocol.Imap.Commands;

/// <summary>STORE and UID STORE (RFC 9051 §6.4.6).</summary>
/// <param name="UnchangedSince">RFC 7162 §3.1.3.</param>
public sealed record StoreCommand(
    string Tag, bool Uid, SequenceSet Set, StoreMode Mode, bool Silent, ImapFlags Flags, long? UnchangedSince) : ImapCommand(Tag);

public enum StoreMode
{
    Replace,
    Add,
    Remove,
}

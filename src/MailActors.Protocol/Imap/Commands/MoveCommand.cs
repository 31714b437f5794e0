namespace MailActors.Protocol.Imap.Commands;

/// <summary>MOVE and UID MOVE (RFC 9051 §6.4.8, RFC 6851).</summary>
public sealed record MoveCommand(string Tag, bool Uid, SequenceSet Set, string Mailbox) : ImapCommand(Tag);

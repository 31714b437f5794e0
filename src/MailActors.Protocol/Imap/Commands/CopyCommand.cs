namespace MailActors.Protocol.Imap.Commands;

/// <summary>COPY and UID COPY (RFC 9051 §6.4.7).</summary>
public sealed record CopyCommand(string Tag, bool Uid, SequenceSet Set, string Mailbox) : ImapCommand(Tag);

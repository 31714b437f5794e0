namespace MailActors.Protocol.Imap.Commands;

/// <summary>RFC 9051 §6.4.3; with UIDs it is UID EXPUNGE (RFC 4315 §2.1).</summary>
public sealed record ExpungeCommand(string Tag, SequenceSet? Uids) : ImapCommand(Tag);

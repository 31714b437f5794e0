namespace MailActors.Protocol.Imap.Commands;

/// <summary>RFC 9051 §6.4.1.</summary>
public sealed record CloseCommand(string Tag) : ImapCommand(Tag);

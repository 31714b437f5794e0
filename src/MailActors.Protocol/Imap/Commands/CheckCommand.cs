namespace MailActors.Protocol.Imap.Commands;

/// <summary>RFC 3501 §6.4.1; gone from IMAP4rev2.</summary>
public sealed record CheckCommand(string Tag) : ImapCommand(Tag);

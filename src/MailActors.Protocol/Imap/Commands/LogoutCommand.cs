namespace MailActors.Protocol.Imap.Commands;

/// <summary>RFC 9051 §6.1.3.</summary>
public sealed record LogoutCommand(string Tag) : ImapCommand(Tag);

namespace MailActors.Protocol.Imap.Commands;

/// <summary>RFC 9051 §6.3.10, RFC 2342.</summary>
public sealed record NamespaceCommand(string Tag) : ImapCommand(Tag);

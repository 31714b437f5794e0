namespace MailActors.Protocol.Imap.Commands;

/// <summary>RFC 9051 §6.1.1.</summary>
public sealed record CapabilityCommand(string Tag) : ImapCommand(Tag);

namespace MailActors.Protocol.Imap.Commands;

/// <summary>RFC 9208 §4.1.2.</summary>
public sealed record GetQuotaCommand(string Tag, string Root) : ImapCommand(Tag);

namespace MailActors.Protocol.Imap.Commands;

/// <summary>RFC 9208 §4.1.1.</summary>
public sealed record SetQuotaCommand(string Tag, string Root, IReadOnlyList<QuotaLimit> Limits) : ImapCommand(Tag);

/// <param name="Resource">In capitals: STORAGE (in units of 1,024 octets) or MESSAGE.</param>
public readonly record struct QuotaLimit(string Resource, long Limit);

namespace MailActors.Protocol.Imap.Commands;

/// <summary>RFC 3501 §6.3.9; in IMAP4rev2 it is LIST (SUBSCRIBED).</summary>
public sealed record LsubCommand(string Tag, string Reference, string Pattern) : ImapCommand(Tag);

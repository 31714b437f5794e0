namespace MailActors.Protocol.Imap.Commands;

/// <summary>RFC 9051 §6.3.4 with the USE parameter of RFC 6154 §3.</summary>
/// <param name="Mailbox">Without the separator a client may put at its end.</param>
/// <param name="Uses">Special-use attributes, written as <see cref="MailboxAttributes"/> has them when they are known there.</param>
public sealed record CreateCommand(string Tag, string Mailbox, IReadOnlyList<string> Uses) : ImapCommand(Tag);

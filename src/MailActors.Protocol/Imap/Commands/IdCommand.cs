namespace MailActors.Protocol.Imap.Commands;

/// <summary>RFC 2971 §3.1: at most 30 fields, names of 30 and values of 1,024 octets.</summary>
/// <param name="Parameters">Empty for NIL.</param>
public sealed record IdCommand(string Tag, IReadOnlyList<KeyValuePair<string, string?>> Parameters) : ImapCommand(Tag);

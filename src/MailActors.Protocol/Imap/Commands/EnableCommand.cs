namespace MailActors.Protocol.Imap.Commands;

/// <summary>RFC 9051 §6.3.1, RFC 5161.</summary>
/// <param name="Capabilities">In capitals, as asked for, known or not.</param>
public sealed record EnableCommand(string Tag, IReadOnlyList<string> Capabilities) : ImapCommand(Tag);

namespace MailActors.Protocol.Imap.Commands;

/// <summary>APPEND (RFC 9051 §6.3.12) and MULTIAPPEND (RFC 3502). The messages themselves are not here: the session streamed each into the store
/// when <see cref="ImapStep.Body"/> announced it.</summary>
/// <param name="Messages">At least one, in order.</param>
public sealed record AppendCommand(string Tag, string Mailbox, IReadOnlyList<AppendMessage> Messages) : ImapCommand(Tag);

/// <param name="InternalDate">Seconds since 1970 UTC; null: now.</param>
/// <param name="Size">Octets announced.</param>
/// <param name="Binary">A literal8 (RFC 3516 §4.4): the message may hold NUL octets.</param>
public sealed record AppendMessage(ImapFlags Flags, long? InternalDate, long Size, bool Binary);

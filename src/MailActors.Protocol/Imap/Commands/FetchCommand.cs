namespace MailActors.Protocol.Imap.Commands;

/// <summary>FETCH and UID FETCH (RFC 9051 §6.4.5).</summary>
/// <param name="Items">Macros are written out; without doubles. For UID FETCH, and whenever the session must say it, UID is added by the handler.</param>
/// <param name="ChangedSince">RFC 7162 §3.1.4.1.</param>
/// <param name="Vanished">RFC 7162 §3.2.6; only with UID FETCH and <paramref name="ChangedSince"/>.</param>
public sealed record FetchCommand(
    string Tag, bool Uid, SequenceSet Set, IReadOnlyList<FetchItem> Items, long? ChangedSince, bool Vanished) : ImapCommand(Tag);

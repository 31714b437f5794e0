namespace MailActors.Protocol.Imap.Commands;

/// <summary>SEARCH and UID SEARCH (RFC 9051 §6.4.4, RFC 4731, RFC 5182).</summary>
/// <param name="Return">Null: no RETURN was given (answered by SEARCH in rev1, by ESEARCH in rev2). RETURN () is <see cref="SearchReturn.All"/>.</param>
/// <param name="Charset">In capitals; "UTF-8" when not given. What is neither US-ASCII nor UTF-8 is answered NO [BADCHARSET], and
/// the strings in <paramref name="Key"/> mean nothing then.</param>
/// <param name="Key">At most <see cref="SearchKey.MaxDepth"/> levels and <see cref="SearchKey.MaxKeys"/> keys.</param>
/// <param name="UsesModSeq">The key has MODSEQ in it: the answer carries one (RFC 7162 §3.1.5), and CONDSTORE is enabled.</param>
public sealed record SearchCommand(
    string Tag, bool Uid, SearchReturn? Return, string Charset, SearchKey Key, bool UsesModSeq) : ImapCommand(Tag);

[Flags]
public enum SearchReturn
{
    None = 0,
    Min = 1,
    Max = 2,
    All = 4,
    Count = 8,
    Save = 16,
}

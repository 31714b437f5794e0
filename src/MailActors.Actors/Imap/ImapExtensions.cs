namespace MailActors.Actors.Imap;

/// <summary>What a client has switched on (RFC 5161), by ENABLE or by using it (RFC 7162 §3.1).</summary>
[Flags]
internal enum ImapExtensions
{
    None = 0,
    CondStore = 1,
    QResync = 2,

    /// <summary>RFC 9051 §6.3.1: ESEARCH instead of SEARCH, UTF-8 names, no RECENT.</summary>
    Rev2 = 4,
}

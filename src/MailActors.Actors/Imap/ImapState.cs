namespace MailActors.Actors.Imap;

/// <summary>RFC 9051 §3; as flags, so that a command can name all states it is allowed in.</summary>
[Flags]
internal enum ImapState
{
    NotAuthenticated = 1,
    Authenticated = 2,
    Selected = 4,
    Any = NotAuthenticated | Authenticated | Selected,
    LoggedIn = Authenticated | Selected,
}

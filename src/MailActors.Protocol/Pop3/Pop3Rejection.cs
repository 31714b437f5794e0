namespace MailActors.Protocol.Pop3;

/// <summary>Why the server says -ERR.</summary>
public enum Pop3Rejection
{
    Unknown,
    BadArguments,
    BareNewline,
    LineTooLong,
    NeedsLogin,
    NeedsUser,
    LoggedIn,

    /// <summary>No password travels in the clear.</summary>
    NeedsTls,
    TlsActive,
    TlsNotOffered,
    UnknownMechanism,
    LoginCancelled,

    /// <summary>Not a response of this mechanism.</summary>
    BadResponse,

    /// <summary>Wrong password, unknown user, disabled account: one text for all (no user enumeration).</summary>
    LoginFailed,

    /// <summary>Another POP3 session holds the maildrop.</summary>
    InUse,
    TooManySessions,
    Removed,
    NoSuchMessage,

    /// <summary>It was marked by DELE in this session.</summary>
    MessageDeleted,

    /// <summary>The message's bytes are not what was stored.</summary>
    Damaged,
    Unavailable,

    /// <summary>QUIT could not remove what was marked.</summary>
    NotRemoved,
    TooManyErrors,
    TooManyLogins,
    TimedOut,
    ShuttingDown,

    /// <summary>An operator ended the session.</summary>
    Ended,
}

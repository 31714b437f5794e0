namespace MailActors.Protocol.Smtp;

/// <summary>Why a client is told no. <see cref="SmtpReplies"/> alone turns these into codes and words.</summary>
public enum SmtpRejection
{
    // the line
    UnknownCommand,
    BareNewline,
    LineTooLong,
    BadSyntax,
    BadParameter,
    UnknownParameter,
    BadSender,
    BadRecipient,
    NotImplemented,

    // the order of commands
    NeedsGreeting,
    NestedMail,
    NeedsMail,
    NeedsRecipient,
    BadSequence,
    BinaryNeedsBdat,
    TalkedEarly,

    // security
    NeedsTls,
    TlsActive,
    TlsNotOffered,
    NeedsLogin,
    LoginNeedsTls,
    LoginNotOffered,
    AlreadyLoggedIn,
    UnknownMechanism,
    LoginCancelled,
    LoginMalformed,
    LoginTooLong,
    LoginFailed,
    LoginUnavailable,

    // the sender and the recipients
    SenderNotOwned,
    HoldOutOfBounds,
    DeliverByTooSoon,
    VerpNeedsSender,
    VerpNotDeliverable,
    SenderNeedsUtf8,
    RecipientNeedsUtf8,
    UnknownRecipient,
    RecipientDisabled,
    RecipientLoop,
    RecipientUnavailable,

    /// <summary>The address is for bounces of forwarded mail, and this has a sender.</summary>
    BouncesOnly,
    ReturnPathExpired,
    MailboxFull,
    NeverFits,
    RelayDenied,
    TooManyRecipients,
    SendingLimitReached,

    // the message
    MessageTooBig,
    BareNewlineInData,
    HeaderTooBig,
    TooManyHeaders,
    TooManyHops,
    DeliveryLoop,

    /// <summary>Mail from outside in the name of a domain of ours, for another host: to forward it would vouch for it.</summary>
    ForwardsOwnName,
    AuthorNotOwned,
    AuthorUnreadable,
    StorageFull,
    TryLater,

    // the connection; it closes behind these
    TooManyErrors,
    TooManyUseless,
    TooManyUnknown,
    TimedOut,
    ShuttingDown,
}

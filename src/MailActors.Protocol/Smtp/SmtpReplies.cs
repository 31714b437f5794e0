using System.Collections.Frozen;

namespace MailActors.Protocol.Smtp;

/// <summary>All that an SMTP client ever hears, with the enhanced codes of RFC 3463. No reply holds anything the client said, so nothing
/// can be reflected or injected.</summary>
public static class SmtpReplies
{
    public static readonly SmtpReply Ok = new("250 2.0.0 Ok");
    public static readonly SmtpReply SenderOk = new("250 2.1.0 Sender ok");
    public static readonly SmtpReply RecipientOk = new("250 2.1.5 Recipient ok");
    public static readonly SmtpReply ChunkOk = new("250 2.0.0 Chunk ok");
    public static readonly SmtpReply StartMail = new("354 End data with <CR><LF>.<CR><LF>");
    public static readonly SmtpReply CannotVerify = new("252 2.5.0 Send some mail, we will try to deliver it");
    public static readonly SmtpReply Help = new("214 2.0.0 See RFC 5321");
    public static readonly SmtpReply Bye = new("221 2.0.0 Bye");
    public static readonly SmtpReply ReadyForTls = new("220 2.0.0 Ready to start TLS");
    public static readonly SmtpReply LoggedIn = new("235 2.7.0 Authentication succeeded");

    private static readonly FrozenDictionary<SmtpRejection, SmtpReply> Refusals = Texts().ToFrozenDictionary(row => row.Key, row => new SmtpReply(row.Value));

    public static SmtpReply For(SmtpRejection rejection) => Refusals[rejection];

    /// <summary>The banner (RFC 5321 §4.2).</summary>
    public static SmtpReply Banner(string hostName, SmtpEndpointKind kind) =>
        new($"220 {hostName} {(kind == SmtpEndpointKind.Lmtp ? "LMTP" : "ESMTP")} MailActors");

    /// <summary>The priority asked for is more than a sender may have (RFC 6710 §8: the new one first).</summary>
    public static SmtpReply PriorityLowered(int priority) => new(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"250 2.3.6 {priority} is the priority it goes with"));

    /// <summary>The message is ours from here on.</summary>
    public static SmtpReply Queued(string queueId) => new($"250 2.0.0 Ok: queued as {queueId}");

    /// <summary>A step of a SASL exchange (RFC 4954 §4).</summary>
    public static SmtpReply Challenge(string base64) => new($"334 {base64}");

    private static Dictionary<SmtpRejection, string> Texts() => new()
    {
        [SmtpRejection.UnknownCommand] = "500 5.5.2 Command not recognized",
        [SmtpRejection.BareNewline] = "500 5.5.2 Lines end with CR LF only",
        [SmtpRejection.LineTooLong] = "500 5.5.2 Line too long",
        [SmtpRejection.BadSyntax] = "501 5.5.4 Syntax error in arguments",
        [SmtpRejection.BadParameter] = "501 5.5.4 Bad value of a parameter",
        [SmtpRejection.UnknownParameter] = "555 5.5.4 Parameter not recognized",
        [SmtpRejection.BadSender] = "501 5.1.7 Bad sender address syntax",
        [SmtpRejection.BadRecipient] = "501 5.1.3 Bad recipient address syntax",
        [SmtpRejection.NotImplemented] = "502 5.5.1 Command not implemented",
        [SmtpRejection.NeedsGreeting] = "503 5.5.1 Say hello first",
        [SmtpRejection.NestedMail] = "503 5.5.1 Sender already given",
        [SmtpRejection.NeedsMail] = "503 5.5.1 Need MAIL first",
        [SmtpRejection.NeedsRecipient] = "503 5.5.1 Need an accepted RCPT first",
        [SmtpRejection.BadSequence] = "503 5.5.1 Bad sequence of commands",
        [SmtpRejection.BinaryNeedsBdat] = "503 5.5.1 BODY=BINARYMIME goes with BDAT, not DATA",
        [SmtpRejection.TalkedEarly] = "554 5.5.0 Client talked before its turn",
        [SmtpRejection.NeedsTls] = "530 5.7.0 Must issue a STARTTLS command first",
        [SmtpRejection.TlsActive] = "503 5.5.1 TLS already active",
        [SmtpRejection.TlsNotOffered] = "502 5.5.1 TLS not available here",
        [SmtpRejection.NeedsLogin] = "530 5.7.0 Authentication required",
        [SmtpRejection.LoginNeedsTls] = "538 5.7.11 Encryption required for authentication",
        [SmtpRejection.LoginNotOffered] = "502 5.5.1 Authentication not available here",
        [SmtpRejection.AlreadyLoggedIn] = "503 5.5.1 Already authenticated",
        [SmtpRejection.UnknownMechanism] = "504 5.5.4 Unrecognized authentication mechanism",
        [SmtpRejection.LoginCancelled] = "501 5.7.0 Authentication cancelled",
        [SmtpRejection.LoginMalformed] = "501 5.5.2 Malformed authentication response",
        [SmtpRejection.LoginTooLong] = "500 5.5.6 Authentication exchange line too long",
        [SmtpRejection.LoginFailed] = "535 5.7.8 Authentication credentials invalid",
        [SmtpRejection.LoginUnavailable] = "454 4.7.0 Temporary authentication failure",
        [SmtpRejection.SenderNotOwned] = "553 5.7.1 Sender address not yours",
        [SmtpRejection.HoldOutOfBounds] = "501 5.5.4 Cannot hold a message until then", // RFC 4865 §4
        [SmtpRejection.DeliverByTooSoon] = "553 5.4.7 Cannot promise delivery in so short a time", // RFC 2852 §4: 55z
        [SmtpRejection.VerpNeedsSender] = "503 5.5.4 XVERP needs a sender",
        [SmtpRejection.VerpNotDeliverable] = "501 5.5.4 Bounces to addresses with these XVERP delimiters would not reach the sender",
        [SmtpRejection.SenderNeedsUtf8] = "553 5.6.7 Non-ASCII sender address needs SMTPUTF8",
        [SmtpRejection.RecipientNeedsUtf8] = "553 5.6.7 Non-ASCII recipient address needs SMTPUTF8",
        [SmtpRejection.UnknownRecipient] = "550 5.1.1 No such user here",
        [SmtpRejection.RecipientDisabled] = "550 5.2.1 Mailbox disabled",
        [SmtpRejection.RecipientLoop] = "550 5.4.6 Address leads in a circle or to too many",
        [SmtpRejection.RecipientUnavailable] = "451 4.3.0 Cannot look up the recipient now",
        [SmtpRejection.BouncesOnly] = "550 5.7.1 Only bounces are taken for this address",
        [SmtpRejection.ReturnPathExpired] = "550 5.1.1 Return path has expired",
        [SmtpRejection.MailboxFull] = "452 4.2.2 Mailbox full",
        [SmtpRejection.NeverFits] = "552 5.2.2 Message larger than the mailbox may hold",
        [SmtpRejection.RelayDenied] = "550 5.7.1 Relaying denied",
        [SmtpRejection.TooManyRecipients] = "452 4.5.3 Too many recipients",
        [SmtpRejection.SendingLimitReached] = "450 4.7.1 The account has sent as much to other hosts as it may in a day",
        [SmtpRejection.MessageTooBig] = "552 5.3.4 Message too big",
        [SmtpRejection.BareNewlineInData] = "550 5.5.2 Message has a bare CR, a bare LF or a NUL",
        [SmtpRejection.HeaderTooBig] = "552 5.3.4 Message header too big",
        [SmtpRejection.TooManyHeaders] = "554 5.6.0 Too many header fields",
        [SmtpRejection.TooManyHops] = "554 5.4.6 Too many hops",
        [SmtpRejection.DeliveryLoop] = "554 5.4.6 Message has been delivered to this address before",
        [SmtpRejection.ForwardsOwnName] = "550 5.7.1 Mail in the name of this domain is not forwarded from outside, log in to send it",
        [SmtpRejection.AuthorNotOwned] = "550 5.7.1 From or Sender of the header not yours",
        [SmtpRejection.AuthorUnreadable] = "550 5.7.1 From or Sender of the header missing, doubled or malformed",
        [SmtpRejection.StorageFull] = "452 4.3.1 Insufficient system storage",
        [SmtpRejection.TryLater] = "451 4.3.0 Cannot take the message now",
        [SmtpRejection.TooManyErrors] = "421 4.7.0 Too many errors",
        [SmtpRejection.TooManyUseless] = "421 4.7.0 Too many commands without mail",
        [SmtpRejection.TooManyUnknown] = "421 4.7.0 Too many unknown recipients",
        [SmtpRejection.TimedOut] = "421 4.4.2 Timeout",
        [SmtpRejection.ShuttingDown] = "421 4.3.2 Shutting down",
    };
}

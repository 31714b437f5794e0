using MailActors.Domain.Blobs;
using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Imap.Responses;

namespace MailActors.Actors.Imap;

/// <summary>The one place where reasons become IMAP's words and response codes (RFC 9051 §7.1, RFC 5530, RFC 9208 §4.4.1).</summary>
internal static class ImapWords
{
    public static readonly ImapReply Unavailable = ImapReply.No("Not now. Please try again later.", ResponseCode.Unavailable);

    /// <summary>One text for wrong password, unknown user and disabled account (no user enumeration).</summary>
    public static readonly ImapReply LoginFailed = ImapReply.No("Login failed.", ResponseCode.AuthenticationFailed);

    /// <summary>RFC 9051 §6.2.3: no password travels in the clear.</summary>
    public static readonly ImapReply NeedsTls = ImapReply.No("Start TLS first.", ResponseCode.PrivacyRequired);

    public static readonly ImapReply ReadOnly = ImapReply.No("The mailbox is selected read-only.", ResponseCode.ReadOnly);

    /// <summary>RFC 2180 §4.1: the client named a message that is gone, and can't know it yet.</summary>
    public static readonly ImapReply Expunged = ImapReply.No("The messages have been deleted by another session.", ResponseCode.ExpungeIssued);

    public static readonly ImapReply Damaged = ImapReply.No("A message could not be read as it was stored.", ResponseCode.ServerBug);

    public static readonly ImapReply OverQuota = Of(MailboxRejection.OverQuota);

    /// <param name="target">The folder was named as the target of APPEND, COPY or MOVE (RFC 9051 §6.3.12).</param>
    public static ImapReply Of(MailboxRejection reason, bool target = false) => reason switch
    {
        MailboxRejection.NoSuchFolder => ImapReply.No("No such mailbox.", target ? ResponseCode.TryCreate : ResponseCode.NonExistent),
        MailboxRejection.FolderExists => ImapReply.No("The mailbox exists already.", ResponseCode.AlreadyExists),
        MailboxRejection.InvalidName => ImapReply.No("A mailbox can't have that name.", ResponseCode.Cannot),
        MailboxRejection.NotAllowed => ImapReply.No("That can't be done to this mailbox.", ResponseCode.Cannot),
        MailboxRejection.HasChildren => ImapReply.No("The mailbox has mailboxes below it.", ResponseCode.HasChildren),
        MailboxRejection.SpecialUseTaken => ImapReply.No("Another mailbox has this special use.", ResponseCode.UseAttr),
        MailboxRejection.OverQuota => ImapReply.No("The quota is used up.", ResponseCode.OverQuota),
        MailboxRejection.LimitReached => ImapReply.No("There are too many of them already.", ResponseCode.Limit),
        MailboxRejection.NoMoreUids => ImapReply.No("The mailbox takes no more messages.", ResponseCode.Limit),
        MailboxRejection.Removed => ImapReply.No("The account is gone.", ResponseCode.AuthorizationFailed),
        MailboxRejection.Unavailable => Unavailable,
        MailboxRejection.StorageFull => ImapReply.No("No room to store it now. Please try again later.", ResponseCode.Unavailable),
        MailboxRejection.TooManySessions => ImapReply.No("Too many connections of this user.", ResponseCode.Limit),
        MailboxRejection.InUse => ImapReply.No("Another session has the mailbox.", ResponseCode.InUse),
        _ => Unavailable,
    };

    public static ImapReply Of(StorageFault fault) => fault switch
    {
        StorageFault.Full => Of(MailboxRejection.StorageFull),
        StorageFault.Damaged => Damaged,
        _ => Unavailable,
    };
}

using MailActors.Actors.Mailboxes;
using MailActors.Domain.Blobs;
using MailActors.Domain.Security;

namespace MailActors.Actors.Imap;

/// <summary>What all IMAP sessions of a node share; immutable, so that a session costs one reference.</summary>
/// <param name="HostName">As the greeting and BYE tell it.</param>
public sealed record ImapServices(
    string HostName,
    ImapSettings Settings,
    IMailboxes Mailboxes,
    IBlobStore Blobs,
    IAuthenticator Authenticator,
    TimeProvider Time);

using MailActors.Actors.Mailboxes;
using MailActors.Domain.Blobs;
using MailActors.Domain.Security;

namespace MailActors.Actors.Pop3;

/// <summary>What all POP3 sessions of a node share; immutable.</summary>
/// <param name="HostName">As the greeting tells it.</param>
public sealed record Pop3Services(
    string HostName,
    Pop3Settings Settings,
    IMailboxes Mailboxes,
    IBlobStore Blobs,
    IAuthenticator Authenticator,
    TimeProvider Time);

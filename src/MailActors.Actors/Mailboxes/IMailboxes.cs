using Akka.Actor;
using MailActors.Domain;
using MailActors.Domain.Mailboxes;

namespace MailActors.Actors.Mailboxes;

/// <summary>The way to every mailbox, wherever it lives. Messages through sharding can be lost, so what isn't answered is sent again:
/// every command carries an id and is done once.</summary>
public interface IMailboxes
{
    /// <summary>Sends a command, a query or <see cref="MailboxSessions.Attach"/> and waits. Without an answer in time it is
    /// <see cref="MailboxRejection.Unavailable"/>, never an exception.</summary>
    /// <param name="sender">The session, for messages whose sender matters; otherwise null.</param>
    Task<MailboxReply> Ask(IWithAccountId message, IActorRef? sender = null, CancellationToken cancel = default);

    void Tell(IWithAccountId message, IActorRef sender);
}

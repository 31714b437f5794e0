using Akka.Actor;
using MailActors.Actors.Cluster;
using MailActors.Actors.Transport;
using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Pop3;

namespace MailActors.Actors.Pop3;

/// <summary>One POP3 connection. A shell around the <see cref="Pop3Conversation"/>: ends it when the maildrop is no longer its own.</summary>
public sealed class Pop3SessionActor : ConversationActor
{
    private readonly Pop3Session _session;

    public Pop3SessionActor(Pop3Services services, bool startTls) => _session = new(services, Connection, Self, startTls);

    /// <param name="startTls">Whether STLS is offered on plaintext connections: the endpoint has a certificate.</param>
    public static Props Props(Pop3Services services, bool startTls) => Produced.By(() => new Pop3SessionActor(services, startTls));

    protected override Task Converse(ConnectionProtocol.Connected connected)
    {
        _session.Open(connected);
        return Pop3Conversation.Run(_session);
    }

    protected override void Renew() => _session.Renew();

    protected override void Detach() => _session.Detach();

    protected override void Drain() => _session.End(Pop3Rejection.ShuttingDown);

    protected override bool Heard(object message)
    {
        switch (message)
        {
            case MailboxSessions.End:
                _session.End(Pop3Rejection.Ended);
                return true;
            case MailboxReplies.Done:
                // The answer to a renewal.
                return true;
            case MailboxReplies.Rejected { Reason: MailboxRejection.InUse or MailboxRejection.Removed }:
                // While the mailbox moved, another session took the maildrop, or the account went.
                _session.End(Pop3Rejection.Ended);
                return true;
            default:
                return false;
        }
    }
}

using Akka.Actor;
using MailActors.Actors.Cluster;
using MailActors.Actors.Imap.Session;
using MailActors.Actors.Transport;
using MailActors.Domain.Mailboxes;

namespace MailActors.Actors.Imap;

/// <summary>One IMAP connection. A shell around the <see cref="Conversation"/>: tells it of changes in the folder it has open.</summary>
public sealed class ImapSessionActor : ConversationActor
{
    private readonly ImapSession _session;

    public ImapSessionActor(ImapServices services) => _session = new(services, Connection, Self);

    public static Props Props(ImapServices services) => Produced.By(() => new ImapSessionActor(services));

    protected override Task Converse(ConnectionProtocol.Connected connected)
    {
        _session.Open(connected);
        return Conversation.Run(_session);
    }

    protected override void Renew() => _session.Renew();

    protected override void Detach() => _session.Detach();

    protected override void Drain() => _session.End("The server shuts down.");

    protected override bool Heard(object message)
    {
        switch (message)
        {
            case MailboxSessions.FolderChanged changed:
                _session.Heard(changed.Folder);
                return true;
            case MailboxSessions.FolderGone gone:
                _session.HeardGone(gone.Folder);
                return true;
            case MailboxSessions.End end:
                _session.End(end.Reason);
                return true;
            default:
                return false;
        }
    }
}

using Akka.Actor;
using Akka.Event;
using MailActors.Actors.Imap.Session;
using MailActors.Actors.Transport;
using MailActors.Domain.Mailboxes;

namespace MailActors.Actors.Imap;

/// <summary>One IMAP connection. A shell: it hands what it hears to the <see cref="Conversation"/>, which runs on this actor's thread alone,
/// keeps the session known to its mailbox, and stops when the connection is gone and the conversation has ended.</summary>
public sealed class ImapSessionActor : UntypedActor, IWithTimers
{
    private readonly ImapSession _session;
    private readonly SessionThread _thread;
    private Task _conversation = Task.CompletedTask;

    public ImapSessionActor(ImapServices services)
    {
        _thread = new(Self);
        _session = new(services, new(Self), Self);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(ImapServices services) => Akka.Actor.Props.Create(() => new ImapSessionActor(services));

    protected override void OnReceive(object message)
    {
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_thread);
        try
        {
            Hear(message);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    protected override void PostStop()
    {
        _thread.Stop();
        _session.Connection.Closed();
        _session.Detach();
    }

    private void Hear(object message)
    {
        switch (message)
        {
            case SessionThread.Step step:
                step.Run();
                break;
            case ConnectionProtocol.Connected connected:
                _session.Open(connected);
                _conversation = Conversation.Run(_session);
                _conversation.ContinueWith(
                    static (ended, self) => ((IActorRef)self!).Tell(new Ended(ended.Exception), (IActorRef)self),
                    Self,
                    TaskScheduler.Default);
                break;
            case ConnectionProtocol.Received received:
                _session.Connection.Received(received.Frame);
                break;
            case ConnectionProtocol.TimedOut:
                _session.Connection.Received(null);
                break;
            case ConnectionProtocol.Flushed:
                _session.Connection.Flushed();
                break;
            case ConnectionProtocol.TlsStarted started:
                _session.Connection.TlsStarted(started.Tls);
                break;
            case ConnectionProtocol.Closed:
                _session.Connection.Closed();
                if (_conversation.IsCompleted) Context.Stop(Self);
                break;
            case MailboxSessions.FolderChanged changed:
                _session.Heard(changed.Folder);
                break;
            case MailboxSessions.FolderGone gone:
                _session.HeardGone(gone.Folder);
                break;
            case MailboxSessions.End end:
                _session.End(end.Reason);
                break;
            case ConnectionProtocol.Drain:
                _session.End("The server shuts down.");
                break;
            case LoggedIn:
                Timers.StartPeriodicTimer(nameof(Renew), Renew.Instance, MailboxSessions.RenewEvery);
                break;
            case Renew:
                _session.Renew();
                break;
            case Ended { Fault: { } fault }:
                Context.GetLogger().Error(fault, "An IMAP session failed");
                _session.Connection.Close();
                Context.Stop(Self);
                break;
            case Ended:
                if (_session.Connection.Gone.IsCancellationRequested) Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    internal sealed class LoggedIn : INoSerializationVerificationNeeded
    {
        public static readonly LoggedIn Instance = new();
    }

    private sealed record Ended(Exception? Fault) : INoSerializationVerificationNeeded;

    private sealed class Renew : INoSerializationVerificationNeeded
    {
        public static readonly Renew Instance = new();
    }
}

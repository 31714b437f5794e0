using Akka.Actor;
using Akka.Event;
using MailActors.Actors.Transport;
using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Pop3;

namespace MailActors.Actors.Pop3;

/// <summary>One POP3 connection. A shell: it hands what it hears to the <see cref="Pop3Conversation"/>, which runs on this actor's thread alone,
/// keeps the session known to its mailbox, and stops when the connection is gone and the conversation has ended.</summary>
public sealed class Pop3SessionActor : UntypedActor, IWithTimers
{
    private readonly Pop3Session _session;
    private readonly SessionThread _thread;
    private Task _conversation = Task.CompletedTask;

    public Pop3SessionActor(Pop3Services services, bool startTls)
    {
        _thread = new(Self);
        _session = new(services, new(Self), Self, startTls);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="startTls">Whether STLS is offered on plaintext connections: the endpoint has a certificate.</param>
    public static Props Props(Pop3Services services, bool startTls) => Akka.Actor.Props.Create(() => new Pop3SessionActor(services, startTls));

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
                _conversation = Pop3Conversation.Run(_session);
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
            case MailboxSessions.End:
                _session.End(Pop3Rejection.Ended);
                break;
            case ConnectionProtocol.Drain:
                _session.End(Pop3Rejection.ShuttingDown);
                break;
            case LoggedIn:
                Timers.StartPeriodicTimer(nameof(Renew), Renew.Instance, MailboxSessions.RenewEvery);
                break;
            case Renew:
                _session.Renew();
                break;
            case MailboxReplies.Done:
                // The answer to a renewal.
                break;
            case MailboxReplies.Rejected { Reason: MailboxRejection.InUse or MailboxRejection.Removed }:
                // While the mailbox moved, another session took the maildrop, or the account went.
                _session.End(Pop3Rejection.Ended);
                break;
            case Ended { Fault: { } fault }:
                Context.GetLogger().Error(fault, "A POP3 session failed");
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

using Akka.Actor;
using Akka.Event;
using MailActors.Domain.Mailboxes;

namespace MailActors.Actors.Transport;

/// <summary>One connection whose protocol is straight code: hands what it hears to the conversation, which runs on this actor's thread alone, keeps the
/// session known to its mailbox, and stops when the connection is gone and the conversation has ended. What is special to a protocol is in
/// the actor that derives from it.</summary>
public abstract class ConversationActor : UntypedActor, IWithTimers
{
    private readonly SessionThread _thread;
    private Task _conversation = Task.CompletedTask;

    private protected ConversationActor()
    {
        _thread = new(Self);
        Connection = new(Self);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private protected SessionConnection Connection { get; }

    protected sealed override void OnReceive(object message)
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
        Connection.Closed();
        Detach();
    }

    /// <summary>The whole conversation, from the greeting to the last words.</summary>
    protected abstract Task Converse(ConnectionProtocol.Connected connected);

    /// <summary>Tells the mailbox that the session is still there.</summary>
    protected abstract void Renew();

    /// <summary>Tells the mailbox that the session is gone.</summary>
    protected abstract void Detach();

    /// <summary>The server shuts down: the conversation ends at the next chance.</summary>
    protected abstract void Drain();

    /// <summary>A message of the protocol's own; false when it is not one.</summary>
    protected abstract bool Heard(object message);

    private void Hear(object message)
    {
        switch (message)
        {
            case SessionThread.Step step:
                step.Run();
                break;
            case ConnectionProtocol.Connected connected:
                _conversation = Converse(connected);
                _conversation.ContinueWith(
                    static (ended, self) => ((IActorRef)self!).Tell(new Ended(ended.Exception), (IActorRef)self),
                    Self,
                    TaskScheduler.Default);
                break;
            case ConnectionProtocol.Received received:
                Connection.Received(received.Frame);
                break;
            case ConnectionProtocol.TimedOut:
                Connection.Received(null);
                break;
            case ConnectionProtocol.Flushed:
                Connection.Flushed();
                break;
            case ConnectionProtocol.TlsStarted started:
                Connection.TlsStarted(started.Tls);
                break;
            case ConnectionProtocol.Closed:
                Connection.Closed();
                if (_conversation.IsCompleted) Context.Stop(Self);
                break;
            case ConnectionProtocol.Drain:
                Drain();
                break;
            case LoggedIn:
                Timers.StartPeriodicTimer(nameof(TimeToRenew), TimeToRenew.Instance, MailboxSessions.RenewEvery);
                break;
            case TimeToRenew:
                Renew();
                break;
            case Ended { Fault: { } fault }:
                Context.GetLogger().Error(fault, "{0}: a session failed", GetType().Name);
                Connection.Close();
                Context.Stop(Self);
                break;
            case Ended:
                if (Connection.Gone.IsCancellationRequested) Context.Stop(Self);
                break;
            default:
                if (!Heard(message)) Unhandled(message);
                break;
        }
    }

    /// <summary>To the actor, from its session: from now on a mailbox knows it.</summary>
    internal sealed class LoggedIn : INoSerializationVerificationNeeded
    {
        public static readonly LoggedIn Instance = new();
    }

    private sealed record Ended(Exception? Fault) : INoSerializationVerificationNeeded;

    private sealed class TimeToRenew : INoSerializationVerificationNeeded
    {
        public static readonly TimeToRenew Instance = new();
    }
}

using Akka.Actor;

namespace MailActors.Actors.Transport;

/// <summary>Brings every continuation of a session's asynchronous code back into its actor as a message, so that the conversation reads as a
/// straight list of steps, touches the session's state from one thread only, and yet never suspends the actor's mailbox: pushes, drain and the
/// operator's kick are heard while a command runs.</summary>
internal sealed class SessionThread(IActorRef session) : SynchronizationContext
{
    private volatile bool _stopped;

    /// <summary>Code that has not ended when its actor ends (after a crash) finishes on the thread pool: it has to dispose what it holds.</summary>
    public void Stop() => _stopped = true;

    public override void Post(SendOrPostCallback callback, object? state)
    {
        if (_stopped) ThreadPool.QueueUserWorkItem(_ => callback(state));
        else session.Tell(new Step(callback, state), session);
    }

    public override SynchronizationContext CreateCopy() => this;

    internal sealed class Step(SendOrPostCallback callback, object? state) : INoSerializationVerificationNeeded
    {
        public void Run() => callback(state);
    }
}

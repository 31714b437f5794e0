using Akka.Actor;
using Akka.Event;
using MailActors.Actors.Cluster;
using MailActors.Protocol.Framing;
using MailActors.Protocol.Sasl;
using MailActors.Protocol.Smtp;
using static MailActors.Actors.Transport.ConnectionProtocol;

namespace MailActors.Actors.Smtp;

/// <summary>One SMTP, submission or LMTP connection. Asks its pipeline for one frame, lets the conversation work on it, sends the replies, asks for the
/// next: so there is one command at a time. Work that waits for others runs beside the mailbox and comes back as a message; meanwhile
/// only the end of the connection and the drain are heard.</summary>
public sealed class SmtpSessionActor : ReceiveActor, IWithTimers
{
    private readonly SmtpServices _services;
    private readonly SmtpEndpointKind _kind;
    private readonly bool _startTls;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _ended = new();
    private readonly Expect _line;
    private IActorRef _pipeline = ActorRefs.Nobody;
    private SmtpSession _session = null!;
    private Task _work = Task.CompletedTask;
    private bool _awaitsCommand;
    private bool _draining;
    private bool _closing;
    private bool _closed;

    private SmtpSessionActor(SmtpServices services, SmtpEndpointKind kind, bool startTls)
    {
        _services = services;
        _kind = kind;
        _startTls = startTls;
        _line = new Expect.Line(services.Settings.MaxLine);

        Receive<Received>(Take);
        Receive<StepDone>(done => Resume(done.Step));
        Receive<Status.Failure>(failure => Fail(failure.Cause));
        Receive<Connected>(Begin);
        Receive<TlsStarted>(started =>
        {
            _session.TlsStarted(started.Tls);
            Carry(SmtpStep.ReadLine);
        });
        Receive<TimedOut>(_ => TimeOut());
        Receive<Drain>(_ => StartDrain());
        Receive<Closed>(_ => End());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>For the listener: one session, to be told <see cref="Connected"/>.</summary>
    /// <param name="startTls">Whether STARTTLS is offered on plaintext connections: the endpoint has a certificate.</param>
    public static Props Props(SmtpServices services, SmtpEndpointKind kind, bool startTls) =>
        Produced.By(() => new SmtpSessionActor(services, kind, startTls));

    protected override void PostStop()
    {
        _ended.Cancel();
        if (_session is not { } session) return;
        // A command that is still at work has the transaction in its hands.
        if (_work.IsCompleted) session.Reset();
        else _ = _work.ContinueWith(_ => session.Reset(), TaskScheduler.Default);
    }

    private void Begin(Connected connected)
    {
        _pipeline = connected.Pipeline;
        _session = new SmtpSession(_services, _kind, _startTls, connected.Info, new SmtpLog(_log, _kind), _ended.Token);
        if (connected.SpokeFirst && _kind == SmtpEndpointKind.Relay)
        {
            Carry(_session.End(SmtpRejection.TalkedEarly));
            return;
        }

        Carry(_session.Reply(_services.Greetings.Banner(_kind)));
    }

    private void Take(Received received)
    {
        if (_closing) return;
        _awaitsCommand = false;
        _session.SpokeAhead = received.More;
        var step = SmtpConversation.Take(_session, received.Frame);
        if (step.IsCompletedSuccessfully)
        {
            Resume(step.Result);
            return;
        }

        var work = step.AsTask();
        _work = work;
        work.PipeTo(Self, success: result => new StepDone(result), failure: cause => new Status.Failure(cause));
    }

    private void Resume(SmtpStep step)
    {
        if (_closed)
        {
            Context.Stop(Self);
        }
        else if (step.Pause > TimeSpan.Zero)
        {
            Timers.StartSingleTimer("pause", new StepDone(step with { Pause = default }), step.Pause);
        }
        else
        {
            Carry(step);
        }
    }

    private void Carry(SmtpStep step)
    {
        foreach (var reply in _session.Replies) _pipeline.Tell(new Write(reply.Bytes));
        _session.Replies.Clear();
        switch (step.Next)
        {
            case SmtpNext.ReadLine when _draining:
                SayShuttingDown();
                break;
            case SmtpNext.ReadLine:
                _awaitsCommand = true;
                _pipeline.Tell(new Read(_line, _session.Deadline));
                break;
            case SmtpNext.ReadResponse:
                _pipeline.Tell(new Read(ResponseLine, _session.Deadline));
                break;
            case SmtpNext.ReadData:
                _pipeline.Tell(new Read(Expect.Data.Instance, _services.Settings.DataDeadline));
                break;
            case SmtpNext.ReadChunk:
                _pipeline.Tell(new Read(new Expect.Octets(_session.Chunk!.Command.Size), _services.Settings.DataDeadline));
                break;
            case SmtpNext.StartTls:
                _pipeline.Tell(StartTls.Instance);
                break;
            case SmtpNext.Close:
                _closing = true;
                _session.Reset();
                _pipeline.Tell(Close.Instance);
                break;
        }
    }

    private void TimeOut()
    {
        if (!_closing) Carry(_session.End(SmtpRejection.TimedOut));
    }

    private void StartDrain()
    {
        _draining = true;
        if (_awaitsCommand) SayShuttingDown();
    }

    private void SayShuttingDown()
    {
        _awaitsCommand = false;
        Carry(_session.End(SmtpRejection.ShuttingDown));
    }

    private void End()
    {
        _closed = true;
        _ended.Cancel();
        if (_work.IsCompleted) Context.Stop(Self);
    }

    private void Fail(Exception cause)
    {
        if (_closed && cause is OperationCanceledException) Context.Stop(Self);
        else throw new SmtpSessionException("A command failed.", cause);
    }

    private static readonly Expect ResponseLine = new Expect.Line(SaslLine.MaxOctets);

    private sealed record StepDone(SmtpStep Step) : INoSerializationVerificationNeeded;
}

/// <summary>A fault of ours in a session; its supervisor stops it and the client gets the last words.</summary>
internal sealed class SmtpSessionException(string message, Exception cause) : Exception(message, cause);

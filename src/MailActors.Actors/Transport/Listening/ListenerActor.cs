using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Event;
using Akka.Streams;
using MailActors.Actors.Cluster;
using static MailActors.Actors.Transport.Listening.ListenerProtocol;

namespace MailActors.Actors.Transport.Listening;

/// <summary>Listens at one endpoint. Each connection that the limits let in gets a session, a child of this actor, and a pipeline; those over the
/// limits get one line and are closed, with nothing made for them. A session that crashes is stopped; its pipeline sends the last words.
/// An accept that fails (no file descriptors left) is tried again after a moment: the listener never gives up.</summary>
public sealed class ListenerActor : ReceiveActor, IWithTimers
{
    private const int Backlog = 1024;
    private static readonly TimeSpan AcceptAgainAfter = TimeSpan.FromMilliseconds(200);

    private readonly ListenerEndpoint _endpoint;
    private readonly ConnectionEnvironment _environment;
    private readonly ConnectionLimits _limits;
    private readonly TimeProvider _time;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly IMaterializer _materializer = Context.System.Materializer();
    private readonly Dictionary<IActorRef, OpenConnection> _open = [];
    private readonly List<IActorRef> _awaitingDrain = [];
    private Socket? _listening;
    private BindFailed? _bindFailed;
    private long _accepted;
    private long _refused;
    private bool _draining;

    public ListenerActor(ListenerEndpoint endpoint, ConnectionEnvironment environment, ConnectionLimits limits, TimeProvider time)
    {
        (_endpoint, _environment, _limits, _time) = (endpoint, environment, limits, time);
        Receive<Accepted>(accepted => OnAccepted(accepted.Socket));
        Receive<AcceptFailed>(OnAcceptFailed);
        Receive<AcceptAgain>(_ => Accept());
        Receive<Terminated>(ended => OnEnded(ended.ActorRef));
        Receive<AwaitBound>(_ => Sender.Tell(_bindFailed as object ?? new Bound((IPEndPoint)_listening!.LocalEndPoint!)));
        Receive<Unbind>(_ =>
        {
            StopListening();
            Sender.Tell(Unbound.Instance);
        });
        Receive<Drain>(OnDrain);
        Receive<DrainOver>(_ => StopSessions());
        Receive<GetStatus>(_ => Sender.Tell(
            new ListenerStatus(_endpoint.Name, _listening?.LocalEndPoint as IPEndPoint, _open.Count, _accepted, _refused)));
        Receive<ListConnections>(_ => Sender.Tell(new ConnectionList(_endpoint.Name, [.. _open.Values])));
        Receive<EndConnection>(end => Context.Child(end.Session).Tell(ConnectionProtocol.Drain.Instance));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(ListenerEndpoint endpoint, ConnectionEnvironment environment, ConnectionLimits limits, TimeProvider time) =>
        Produced.By(() => new ListenerActor(endpoint, environment, limits, time));

    protected override void PreStart()
    {
        try
        {
            _listening = Listen(_endpoint.Address);
            _log.Info("{Endpoint} listens on {Address}", _endpoint.Name, _listening.LocalEndPoint);
            Accept();
        }
        catch (SocketException e)
        {
            // The port is taken or not allowed: the node decides whether to go on without; trying for ever would hide it.
            _bindFailed = new BindFailed($"{_endpoint.Name} can't listen on {_endpoint.Address}: {e.Message}.");
        }
    }

    protected override void PostStop()
    {
        StopListening();
        foreach (var connection in _open.Values) _limits.Leave(connection.Remote.Address);
    }

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private static Socket Listen(IPEndPoint address)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.Address.Equals(IPAddress.IPv6Any)) socket.DualMode = true;
            // .NET binds TCP with SO_REUSEADDR, so a restart need not wait for TIME_WAIT. Its own ReuseAddress option would add SO_REUSEPORT: two nodes on one port.
            socket.Bind(address);
            socket.Listen(Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void Accept()
    {
        if (_listening is null) return;
        _listening.AcceptAsync().PipeTo(Self, success: Accepted.Of, failure: AcceptFailed.Of);
    }

    private void OnAccepted(Socket socket)
    {
        Accept();
        if (_listening is null || socket.RemoteEndPoint is not IPEndPoint remote)
        {
            socket.Dispose();
            return;
        }

        if (_limits.Enter(remote.Address) is { } refusal)
        {
            Refuse(socket, remote, refusal);
            return;
        }

        try
        {
            Start(socket, remote);
        }
        catch (Exception e) when (IsGone(e))
        {
            // It was reset before it began; the session, if there is one, is counted out when it ends.
            socket.Dispose();
        }
    }

    private void Start(Socket socket, IPEndPoint remote)
    {
        _accepted++;
        var session = Context.ActorOf(_endpoint.Session());
        _open.Add(session, new OpenConnection(session.Path.Name, remote, _time.GetUtcNow().ToUnixTimeSeconds()));
        Context.Watch(session);
        try
        {
            socket.NoDelay = true;
            ConnectionPipeline.Run(
                _environment, _materializer, socket, new SessionSide(session, _endpoint.Tls, _endpoint.ImplicitTls, _endpoint.LastWords));
        }
        catch (Exception e) when (IsGone(e))
        {
            Context.Stop(session);
            throw;
        }
    }

    private void Refuse(Socket socket, IPEndPoint remote, ConnectionRefusal refusal)
    {
        _refused++;
        _log.Debug("{Endpoint} refused {Address}: {Refusal}", _endpoint.Name, remote.Address, refusal);
        try
        {
            socket.Blocking = false;
            if (!_endpoint.ImplicitTls) socket.Send(_endpoint.Busy.Span);
            OrderlyClose.Of(socket);
        }
        catch (Exception e) when (IsGone(e))
        {
            // Best effort: it is told or it isn't.
        }

        socket.Dispose();
    }

    private static bool IsGone(Exception e) => e is SocketException or IOException or ObjectDisposedException;

    private void OnAcceptFailed(AcceptFailed failed)
    {
        if (_listening is null) return;
        _log.Warning("{Endpoint} could not accept a connection: {Fault}", _endpoint.Name, failed.Fault.Message);
        Timers.StartSingleTimer(AcceptAgain.Instance, AcceptAgain.Instance, AcceptAgainAfter);
    }

    private void OnEnded(IActorRef session)
    {
        if (_open.Remove(session, out var connection)) _limits.Leave(connection.Remote.Address);
        if (_draining && _open.Count == 0) EndDrain();
    }

    private void OnDrain(Drain drain)
    {
        StopListening();
        _awaitingDrain.Add(Sender);
        _draining = true;
        if (_open.Count == 0)
        {
            EndDrain();
            return;
        }

        foreach (var session in _open.Keys) session.Tell(ConnectionProtocol.Drain.Instance);
        Timers.StartSingleTimer(DrainOver.Instance, DrainOver.Instance, drain.Grace);
    }

    private void StopSessions()
    {
        foreach (var session in _open.Keys) Context.Stop(session);
    }

    private void EndDrain()
    {
        Timers.Cancel(DrainOver.Instance);
        _awaitingDrain.ForEach(one => one.Tell(Drained.Instance));
        _awaitingDrain.Clear();
    }

    private void StopListening()
    {
        _listening?.Dispose();
        _listening = null;
    }

    private sealed record Accepted(Socket Socket) : INoSerializationVerificationNeeded
    {
        public static Accepted Of(Socket socket) => new Accepted(socket);
    }

    private sealed record AcceptFailed(Exception Fault) : INoSerializationVerificationNeeded
    {
        public static AcceptFailed Of(Exception fault) => new AcceptFailed(fault);
    }

    private sealed record AcceptAgain
    {
        public static readonly AcceptAgain Instance = new();
    }

    private sealed record DrainOver
    {
        public static readonly DrainOver Instance = new();
    }
}

using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Stage;
using MailActors.Protocol.Framing;
using static MailActors.Actors.Transport.ConnectionProtocol;

namespace MailActors.Actors.Transport;

/// <summary>The session's side of a connection: cuts what comes in into the frames the session asks for, collects what it writes, keeps its
/// deadlines. It speaks <see cref="ConnectionProtocol"/> and nothing of any mail protocol.
/// <list type="number">
/// <item>Octets are asked of the connection only while the session waits for a frame.</item>
/// <item>A buffer is held from its arrival until the session asks for the frame behind the last one in it.</item>
/// <item>STARTTLS with anything received behind it ends the connection (CVE-2011-0411).</item>
/// <item>The session hears <see cref="Closed"/> once, last, whatever ended the stream.</item>
/// </list></summary>
internal sealed class SessionStage(ConnectionEnvironment environment, Socket socket, SessionSide session) : GraphStage<FlowShape<Incoming, Outgoing>>
{
    // From here on written octets are sent without being asked for.
    private const int SendFrom = 16 * 1024;

    private readonly Inlet<Incoming> _in = new("session.from-peer");
    private readonly Outlet<Outgoing> _out = new("session.to-peer");

    public override FlowShape<Incoming, Outgoing> Shape => new(_in, _out);

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, environment, socket, session);

    private sealed class Logic : InAndOutGraphStageLogic, IHasDeadline
    {
        private readonly SessionStage _stage;
        private readonly ConnectionEnvironment _environment;
        private readonly SessionSide _side;
        private readonly Socket _socket;
        private readonly ConnectionInfo _info;
        private readonly FrameDecoder _decoder = new();
        private readonly OutputQueue _output;
        private readonly IActorRef _session;
        private IActorRef _self = ActorRefs.Nobody;
        private Action? _onOverdue;

        private Expect? _expect;
        private IncomingOctets? _held;
        private BodyRate _rate;
        private bool _connected;
        private bool _sending;
        private bool _flushAsked;
        private bool _upgrading;
        private CloseReason? _reason;
        private long _readDeadline = DeadlineClock.Never;
        private long _deadline = DeadlineClock.Never;

        public Logic(SessionStage stage, ConnectionEnvironment environment, Socket socket, SessionSide side)
            : base(stage.Shape)
        {
            (_stage, _environment, _socket, _side, _session) = (stage, environment, socket, side, side.Session);
            _info = new ConnectionInfo((IPEndPoint)socket.RemoteEndPoint!, (IPEndPoint)socket.LocalEndPoint!, null);
            _output = new OutputQueue(environment.Buffers);
            SetHandler(stage._in, this);
            SetHandler(stage._out, this);
        }

        public long Deadline => Volatile.Read(ref _deadline);

        public void Overdue() => _onOverdue!();

        public override void PreStart()
        {
            SetKeepGoing(true);
            _onOverdue = GetAsyncCallback(CheckDeadline);
            var actor = GetStageActor(Receive);
            actor.Watch(_session);
            _self = actor.Ref;
            _environment.Deadlines.Watch(this);
            if (_side.ImplicitTls) Upgrade();
            else Connect(null);
        }

        public override void PostStop()
        {
            _environment.Deadlines.Forget(this);
            _held?.Release();
            _output.Clear();
            _session.Tell(new Closed(_reason ?? CloseReason.Fault));
        }

        public override void OnPull()
        {
            if (_upgrading && _output.IsEmpty)
            {
                // The connection has taken the handshake in hand; the next thing it says is how it went.
                if (!HasBeenPulled(_stage._in)) Pull(_stage._in);
                return;
            }

            SendOn();
        }

        public override void OnPush()
        {
            switch (Grab(_stage._in))
            {
                case IncomingOctets octets:
                    _held = octets;
                    _rate.Received(octets.Count, _environment.Deadlines.Now);
                    Decode();
                    break;
                case IncomingTls tls:
                    _upgrading = false;
                    if (_connected) _session.Tell(new TlsStarted(tls.Info));
                    else Connect(tls.Info);
                    Decode();
                    break;
            }
        }

        public override void OnUpstreamFinish()
        {
            if (IsClosed(_stage._out)) CompleteStage();
            else End(CloseReason.ByPeer);
        }

        public override void OnUpstreamFailure(Exception e)
        {
            _reason ??= e switch
            {
                AuthenticationException => CloseReason.TlsFailed,
                IOException or SocketException => CloseReason.ByPeer,
                _ => CloseReason.Fault,
            };
            CompleteStage();
        }

        public override void OnDownstreamFinish(Exception cause)
        {
            // When the connection fails, its failure comes by the other port and says why.
        }

        private void Connect(TlsInfo? tls)
        {
            _connected = true;
            _session.Tell(new Connected(_self, _info with { Tls = tls }, SpokeFirst: tls is null && HasSpoken(_socket)));
        }

        private static bool HasSpoken(Socket socket)
        {
            try
            {
                return socket.Available > 0;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return false; // gone already; reading will say so
            }
        }

        private void Receive((IActorRef Sender, object Message) told)
        {
            if (_reason is not null) return;
            switch (told.Message)
            {
                case Read read:
                    StartRead(read);
                    break;
                case Write write:
                    Queue(write.Bytes);
                    break;
                case Flush:
                    _flushAsked = true;
                    Send();
                    break;
                case StartTls:
                    if (_side.Tls is null || !_decoder.IsEmpty || _held is { Count: > 0 }) Refuse(CloseReason.TlsFailed);
                    else Upgrade();
                    break;
                case Close:
                    End(CloseReason.BySession);
                    break;
                case Terminated:
                    // It stopped without closing: a crash, or the end of a drain.
                    _output.Append(_side.LastWords);
                    End(CloseReason.Fault);
                    break;
            }
        }

        private void StartRead(Read read)
        {
            _expect = read.Expect;
            _readDeadline = _environment.Deadlines.In(read.Deadline);
            _rate.Begin(read.Expect is not Expect.Line);
            Decode();
            Send();
        }

        private void Queue(ReadOnlyMemory<byte> bytes)
        {
            _output.Append(bytes);
            if (_output.Length > _environment.Settings.OutputLimit) Refuse(CloseReason.OutputFull);
            else if (_expect is not null || _output.Length >= SendFrom) Send();
        }

        private void Upgrade()
        {
            _upgrading = true;
            _held?.Release();
            _held = null;
            if (_connected)
            {
                _output.Append(new OutgoingHandshake(_side.Tls!.Options));
                Send();
            }
            else if (!HasBeenPulled(_stage._in))
            {
                Pull(_stage._in);
            }
        }

        private void Decode()
        {
            if (_expect is null || _upgrading) return;
            var frame = _decoder.Read(_held?.Rest ?? Memory<byte>.Empty, _expect, out var consumed);
            _held?.Consume(consumed);
            if (frame is not null)
            {
                _expect = null;
                SetDeadline(DeadlineClock.Never);
                _rate.Pause(_environment.Deadlines.Now, IsLast(frame));
                _session.Tell(new Received(frame, More: _held is { Count: > 0 }));
                return;
            }

            _held?.Release();
            _held = null;
            var now = _environment.Deadlines.Now;
            SetDeadline(Math.Min(_readDeadline, _rate.Wait(now, _environment.Settings)));
            if (!HasBeenPulled(_stage._in)) Pull(_stage._in);
        }

        private static bool IsLast(Frame frame) => frame is Frame.Data { Last: true } or Frame.Octets { Last: true } or Frame.Line or Frame.LineTooLong;

        private void Send()
        {
            _sending = true;
            if (IsAvailable(_stage._out)) SendOn();
        }

        private void SendOn()
        {
            if (!_output.IsEmpty && (_sending || _output.Length >= SendFrom))
            {
                Push(_stage._out, _output.Take());
                return;
            }

            if (!_output.IsEmpty) return;
            _sending = false;
            if (_reason is not null)
            {
                Complete(_stage._out);
                if (IsClosed(_stage._in)) CompleteStage();
            }
            else if (_flushAsked)
            {
                _flushAsked = false;
                _session.Tell(Flushed.Instance);
            }
        }

        /// <summary>Lets what was written go out, then closes.</summary>
        private void End(CloseReason reason)
        {
            _reason ??= reason;
            _expect = null;
            SetDeadline(_environment.Deadlines.In(_environment.Settings.CloseTimeout));
            Send();
        }

        /// <summary>Closes at once; what waits is thrown away.</summary>
        private void Refuse(CloseReason reason)
        {
            _reason ??= reason;
            FailStage(new IOException($"The connection was closed: {reason}."));
        }

        private void SetDeadline(long at) => Volatile.Write(ref _deadline, at);

        private void CheckDeadline()
        {
            var now = _environment.Deadlines.Now;
            if (_deadline > now) return;
            SetDeadline(DeadlineClock.Never);
            if (_reason is not null)
            {
                FailStage(new IOException("The last octets could not be sent in time."));
            }
            else if (_readDeadline <= now)
            {
                _expect = null;
                _session.Tell(TimedOut.Instance);
            }
            else
            {
                End(CloseReason.TooSlow);
            }
        }
    }
}

using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Akka.Streams;
using Akka.Streams.Stage;

// A ValueTask in a field is what this stage is about: its completion comes in by a callback made once, not by a state machine per operation.
// Each is looked at exactly once, in ReadOutcome and in Sent.
#pragma warning disable CA2012

namespace MailActors.Actors.Transport;

/// <summary>The socket's side of a connection, plaintext or TLS.
/// <list type="number">
/// <item>It reads only when asked to, and holds a buffer only while there is data: the wait is a read of zero octets, in which SslStream too gives its
/// buffer back.</item>
/// <item>Nothing is read ahead, so behind STARTTLS no plaintext can lie here; what the peer sends before the handshake is taken for
/// the handshake and fails it.</item>
/// <item>After the peer's end (EOF or close_notify) nothing is read.</item>
/// <item>Completions that are there at once cost no message; others come in by an async callback.</item>
/// </list></summary>
internal sealed class ConnectionStage(ConnectionEnvironment environment, Socket socket, SslServerAuthenticationOptions? handshakeFirst)
    : GraphStage<FlowShape<Outgoing, Incoming>>
{
    private readonly Inlet<Outgoing> _in = new("connection.out-to-peer");
    private readonly Outlet<Incoming> _out = new("connection.from-peer");

    public override FlowShape<Outgoing, Incoming> Shape => new(_in, _out);

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, environment, socket, handshakeFirst);

    private sealed class Logic : InAndOutGraphStageLogic, IHasDeadline
    {
        private readonly ConnectionStage _stage;
        private readonly ConnectionEnvironment _environment;
        private readonly Socket _socket;
        private readonly SslServerAuthenticationOptions? _handshakeFirst;
        private readonly Action _onReadable;
        private readonly Action _onRead;
        private Action? _onWritten;
        private Action? _onHandshake;
        private Action? _onOverdue;

        private Stream _stream;
        private ValueTask<int> _reading;
        private IncomingOctets? _filling;
        private ValueTask _writing;
        private OutgoingOctets? _sending;
        private Task? _handshake;
        private IncomingTls? _news;
        private bool _dataLikely;
        private bool _closing;
        private long _deadline = DeadlineClock.Never;

        public Logic(ConnectionStage stage, ConnectionEnvironment environment, Socket socket, SslServerAuthenticationOptions? handshakeFirst)
            : base(stage.Shape)
        {
            (_stage, _environment, _socket, _handshakeFirst) = (stage, environment, socket, handshakeFirst);
            _stream = new NetworkStream(socket, ownsSocket: true);
            _onReadable = GetAsyncCallback(Readable);
            _onRead = GetAsyncCallback(ReadDone);
            SetHandler(stage._in, this);
            SetHandler(stage._out, this);
        }

        public long Deadline => Volatile.Read(ref _deadline);

        public void Overdue() => _onOverdue!();

        public override void PreStart()
        {
            SetKeepGoing(true);
            _onOverdue = GetAsyncCallback(CheckDeadline);
            _environment.Deadlines.Watch(this);
            if (_handshakeFirst is null) Pull(_stage._in);
            else StartHandshake(_handshakeFirst);
        }

        public override void PostStop()
        {
            _environment.Deadlines.Forget(this);
            _stream.Dispose();
            // A buffer that a cancelled operation may still touch is left to the collector.
            if (_reading.IsCompleted) _filling?.Release();
            if (_writing.IsCompleted) _sending?.Release();
        }

        public override void OnPull()
        {
            if (_news is { } news)
            {
                _news = null;
                Push(_stage._out, news);
            }
            else if (_handshake is null)
            {
                if (_dataLikely) Read();
                else AwaitData();
            }
        }

        public override void OnPush()
        {
            switch (Grab(_stage._in))
            {
                case OutgoingOctets octets:
                    Send(octets);
                    break;
                case OutgoingHandshake handshake:
                    StartHandshake(handshake.Options);
                    break;
            }
        }

        public override void OnUpstreamFinish()
        {
            _closing = true;
            SetDeadline(_environment.Settings.CloseTimeout);
            if (_sending is null && _handshake is null) Finish();
        }

        // The session's side has heard the last it wants to hear; what it wrote still goes out.
        public override void OnDownstreamFinish(Exception cause) { }

        private void AwaitData()
        {
            try
            {
                _reading = _stream.ReadAsync(Memory<byte>.Empty);
            }
            catch (Exception e)
            {
                FailStage(e);
                return;
            }

            if (_reading.IsCompleted) Readable();
            else _reading.GetAwaiter().UnsafeOnCompleted(_onReadable);
        }

        private void Readable()
        {
            if (ReadOutcome() >= 0) Read();
        }

        private void Read()
        {
            _filling = new IncomingOctets(_environment.Buffers);
            try
            {
                _reading = _stream.ReadAsync(_filling.Room);
            }
            catch (Exception e)
            {
                FailStage(e);
                return;
            }

            if (_reading.IsCompleted) ReadDone();
            else _reading.GetAwaiter().UnsafeOnCompleted(_onRead);
        }

        private void ReadDone()
        {
            var octets = _filling!;
            var count = ReadOutcome();
            if (count < 0) return;
            _filling = null;
            // A full buffer (or TLS record) has more behind it: the next read skips the wait.
            _dataLikely = count >= ConnectionEnvironment.BufferSize / 2;
            if (count == 0)
            {
                octets.Release();
                Complete(_stage._out);
                return;
            }

            octets.Fill(count);
            Push(_stage._out, octets);
        }

        private void Send(OutgoingOctets octets)
        {
            _sending = octets;
            try
            {
                _writing = _stream.WriteAsync(octets.Bytes);
            }
            catch (Exception e)
            {
                FailStage(e);
                return;
            }

            if (_writing.IsCompleted)
            {
                Sent();
                return;
            }

            SetDeadline(_environment.Settings.WriteTimeout);
            _writing.GetAwaiter().UnsafeOnCompleted(_onWritten ??= GetAsyncCallback(Sent));
        }

        private void Sent()
        {
            var writing = _writing;
            _writing = default;
            try
            {
                writing.GetAwaiter().GetResult();
            }
            catch (Exception e)
            {
                FailStage(e);
                return;
            }

            _sending!.Release();
            _sending = null;
            Continue();
        }

        private void StartHandshake(SslServerAuthenticationOptions options)
        {
            SetDeadline(_environment.Settings.HandshakeTimeout);
            var tls = new SslStream(_stream, leaveInnerStreamOpen: false);
            _stream = tls;
            _handshake = tls.AuthenticateAsServerAsync(options);
            if (_handshake.IsCompleted) HandshakeDone();
            else _handshake.GetAwaiter().UnsafeOnCompleted(_onHandshake ??= GetAsyncCallback(HandshakeDone));
        }

        private void HandshakeDone()
        {
            if (_handshake!.Exception is { } fault)
            {
                FailStage(new AuthenticationException("The TLS handshake failed.", fault.InnerException));
                return;
            }

            _handshake = null;
            _news = new IncomingTls(TlsFacts.Of((SslStream)_stream));
            if (IsAvailable(_stage._out)) OnPull();
            Continue();
        }

        private void Continue()
        {
            if (_closing)
            {
                Finish();
                return;
            }

            Volatile.Write(ref _deadline, DeadlineClock.Never);
            Pull(_stage._in);
        }

        private void Finish()
        {
            // close_notify is a courtesy: if it can't be sent at once, the end of the TCP stream says the same.
            if (_stream is SslStream { IsAuthenticated: true } tls) _ = tls.ShutdownAsync();
            OrderlyClose.Of(_socket);
            CompleteStage();
        }

        private void SetDeadline(TimeSpan span) => Volatile.Write(ref _deadline, _environment.Deadlines.In(span));

        private void CheckDeadline()
        {
            if (_deadline > _environment.Deadlines.Now) return;
            if (_handshake is not null) FailStage(new AuthenticationException("The TLS handshake took too long."));
            else FailStage(new IOException("The peer does not read."));
        }

        private int ReadOutcome()
        {
            // A ValueTask is looked at once; the field must not keep a spent one.
            var reading = _reading;
            _reading = default;
            try
            {
                return reading.GetAwaiter().GetResult();
            }
            catch (Exception e)
            {
                FailStage(e);
                return -1;
            }
        }
    }
}

using System.Threading.Channels;
using Akka.Actor;
using MailActors.Actors.Transport;
using MailActors.Protocol.Framing;

namespace MailActors.Actors.Tests.Imap.Running;

/// <summary>The pipeline of a connection without a socket: the test is the client at its other end.</summary>
internal sealed class TestPipeline : UntypedActor
{
    private readonly Props _session;
    private readonly ConnectionInfo _info;
    private readonly ChannelWriter<ReadOnlyMemory<byte>> _output;
    private readonly FrameDecoder _decoder = new();
    private readonly List<ReadOnlyMemory<byte>> _written = [];
    private IActorRef _child = ActorRefs.Nobody;
    private Memory<byte> _input = Memory<byte>.Empty;
    private Expect? _expected;
    private bool _stalled;
    private int _flushesOwed;

    public TestPipeline(Props session, ConnectionInfo info, ChannelWriter<ReadOnlyMemory<byte>> output)
    {
        _session = session;
        _info = info;
        _output = output;
    }

    /// <summary>What the client sends.</summary>
    internal sealed record Input(byte[] Bytes);

    /// <summary>The client stops reading, or reads again.</summary>
    internal sealed record Stall(bool On);

    /// <summary>The deadline of the read under way passes.</summary>
    internal sealed record LetTimePass;

    /// <summary>The client hangs up.</summary>
    internal sealed record HangUp;

    /// <summary>Asks for the session.</summary>
    internal sealed record WhichSession;

    protected override void PreStart()
    {
        _child = Context.ActorOf(_session, "session");
        Context.Watch(_child);
        _child.Tell(new ConnectionProtocol.Connected(Self, _info));
    }

    protected override void OnReceive(object message)
    {
        // As a connection does it: what was written goes out when the session reads, flushes, starts TLS or ends.
        if (message is ConnectionProtocol.Read or ConnectionProtocol.Flush or ConnectionProtocol.StartTls or ConnectionProtocol.Close or Terminated) SendWritten();
        switch (message)
        {
            case Input input:
                _input = (byte[])[.. _input.Span, .. input.Bytes];
                Feed();
                break;
            case ConnectionProtocol.Read read:
                if (_expected is not null) throw new InvalidOperationException("Two reads at a time.");
                _expected = read.Expect;
                Feed();
                break;
            case ConnectionProtocol.Write write:
                _written.Add(write.Bytes);
                break;
            case ConnectionProtocol.Flush when _stalled:
                _flushesOwed++;
                break;
            case ConnectionProtocol.Flush:
                _child.Tell(ConnectionProtocol.Flushed.Instance);
                break;
            case Stall stall:
                _stalled = stall.On;
                for (; !_stalled && _flushesOwed > 0; _flushesOwed--) _child.Tell(ConnectionProtocol.Flushed.Instance);
                break;
            case ConnectionProtocol.StartTls when !_input.IsEmpty:
                End(CloseReason.TlsFailed);
                break;
            case ConnectionProtocol.StartTls:
                _child.Tell(new ConnectionProtocol.TlsStarted(Tls));
                break;
            case ConnectionProtocol.Close:
                End(CloseReason.BySession);
                break;
            case HangUp:
                End(CloseReason.ByPeer);
                break;
            case LetTimePass:
                _expected = null;
                _child.Tell(ConnectionProtocol.TimedOut.Instance);
                break;
            case WhichSession:
                Sender.Tell(_child);
                break;
            case Terminated:
                _output.TryComplete();
                Context.Stop(Self);
                break;
        }
    }

    public static readonly TlsInfo Tls = new("TLSv1.3", "TLS_AES_256_GCM_SHA384", new byte[32], null);

    private void Feed()
    {
        if (_expected is null) return;
        if (_decoder.Read(_input, _expected, out var consumed) is { } frame)
        {
            _expected = null;
            var rest = _input[consumed..];
            _child.Tell(new ConnectionProtocol.Received(frame));
            _input = rest;
        }
        else
        {
            _input = _input[consumed..];
        }
    }

    private void SendWritten()
    {
        foreach (var bytes in _written) _output.TryWrite(bytes);
        _written.Clear();
    }

    private void End(CloseReason reason)
    {
        _expected = null;
        _output.TryComplete();
        _child.Tell(new ConnectionProtocol.Closed(reason));
    }
}

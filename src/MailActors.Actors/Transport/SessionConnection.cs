using Akka.Actor;
using MailActors.Protocol.Framing;

namespace MailActors.Actors.Transport;

/// <summary>The session's end of its pipeline, as things to await. At most one read and one flush wait at a time. When the connection is
/// gone, what waits is cancelled, and so is <see cref="Gone"/>.</summary>
internal sealed class SessionConnection(IActorRef session)
{
    private readonly CancellationTokenSource _gone = new();
    private IActorRef _pipeline = ActorRefs.Nobody;
    private TaskCompletionSource<Frame?>? _read;
    private TaskCompletionSource? _flush;
    private TaskCompletionSource<TlsInfo>? _tls;

    public CancellationToken Gone => _gone.Token;

    /// <summary>The session waits for its client and for nothing else.</summary>
    public bool Reading => _read is not null;

    public void Open(IActorRef pipeline) => _pipeline = pipeline;

    /// <summary>Null when the deadline passed.</summary>
    public Task<Frame?> Read(Expect expect, TimeSpan deadline)
    {
        _gone.Token.ThrowIfCancellationRequested();
        _read = new();
        _pipeline.Tell(new ConnectionProtocol.Read(expect, deadline), session);
        return _read.Task;
    }

    /// <summary>The memory is the pipeline's from now on.</summary>
    public void Write(ReadOnlyMemory<byte> bytes) => _pipeline.Tell(new ConnectionProtocol.Write(bytes), session);

    /// <summary>Done when the kernel has all that was written: a client that does not read holds its own answer back, and nothing else.</summary>
    public Task Flush()
    {
        _gone.Token.ThrowIfCancellationRequested();
        if (_flush is null)
        {
            _flush = new();
            _pipeline.Tell(ConnectionProtocol.Flush.Instance, session);
        }

        return _flush.Task;
    }

    public Task<TlsInfo> StartTls()
    {
        _gone.Token.ThrowIfCancellationRequested();
        _tls = new();
        _pipeline.Tell(ConnectionProtocol.StartTls.Instance, session);
        return _tls.Task;
    }

    public void Close() => _pipeline.Tell(ConnectionProtocol.Close.Instance, session);

    public void Received(Frame? frame) => Take(ref _read)?.TrySetResult(frame);

    public void Flushed() => Take(ref _flush)?.TrySetResult();

    public void TlsStarted(TlsInfo tls) => Take(ref _tls)?.TrySetResult(tls);

    public void Closed()
    {
        _gone.Cancel();
        Take(ref _read)?.TrySetCanceled(_gone.Token);
        Take(ref _flush)?.TrySetCanceled(_gone.Token);
        Take(ref _tls)?.TrySetCanceled(_gone.Token);
    }

    private static T? Take<T>(ref T? waiting) where T : class
    {
        var taken = waiting;
        waiting = null;
        return taken;
    }
}

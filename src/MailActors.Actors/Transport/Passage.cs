using System.Buffers;
using System.Net.Security;

namespace MailActors.Actors.Transport;

/// <summary>What passes from the connection to the session's side of the pipeline. The end of the stream is the end of what the peer sends.</summary>
internal abstract class Incoming;

/// <summary>What passes from the session's side to the connection. The end of the stream means: close when all is sent.</summary>
internal abstract class Outgoing;

/// <summary>Octets as received, in a pooled buffer that whoever holds this gives back.</summary>
internal sealed class IncomingOctets(ArrayPool<byte> pool) : Incoming
{
    private readonly byte[] _buffer = pool.Rent(ConnectionEnvironment.BufferSize);
    private int _start;
    private int _end;

    public Memory<byte> Room => _buffer;

    public Memory<byte> Rest => _buffer.AsMemory(_start, _end - _start);

    public int Count => _end - _start;

    public void Fill(int count) => (_start, _end) = (0, count);

    public void Consume(int count) => _start += count;

    public void Release() => pool.Return(_buffer);
}

internal sealed class IncomingTls(TlsInfo info) : Incoming
{
    public TlsInfo Info { get; } = info;
}

/// <summary>The go-ahead for a handshake: everything before it has been sent in the clear, nothing behind it is.</summary>
internal sealed class OutgoingHandshake(SslServerAuthenticationOptions options) : Outgoing
{
    public SslServerAuthenticationOptions Options { get; } = options;
}

using System.Buffers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MailActors.Protocol.Smtp.Client;

namespace MailActors.Actors.Delivery.Remote.Outbound;

/// <summary>Commands out and replies in, each within its time. What goes wrong on the way is not thrown but kept in <see cref="Fault"/>; after it the
/// connection is of no use. Used by one caller at a time.</summary>
internal sealed class HostStream : IAsyncDisposable
{
    private readonly byte[] _buffer = new byte[4096];
    private readonly CancellationTokenSource _clock;
    private readonly ReplyReader _replies = new();
    private readonly NetworkStream _network;
    private Stream _stream;
    private int _start;
    private int _end;

    public HostStream(NetworkStream stream, TimeProvider time)
    {
        _stream = _network = stream;
        _clock = new(Timeout.InfiniteTimeSpan, time);
    }

    /// <summary>What <see cref="Flush"/> sends.</summary>
    public ArrayBufferWriter<byte> Output { get; } = new(512);

    /// <summary>Why nothing more can be read or written; for people, behind a host's name. Null: all is well.</summary>
    public string? Fault { get; private set; }

    /// <summary>Octets have come that nobody asked for yet. Behind a reply to STARTTLS somebody else put them there (CVE-2011-0411); behind the last reply
    /// to a message they would be taken for the answer to the next command.</summary>
    public bool HasMore => _start < _end || _replies.IsAmidReply || _network.DataAvailable;

    /// <summary>Null: none will come, see <see cref="Fault"/>.</summary>
    public async ValueTask<RemoteReply?> Read(TimeSpan within, CancellationToken cancel)
    {
        while (Fault is null)
        {
            var reply = _replies.Read(_buffer.AsSpan(_start, _end - _start), out var consumed);
            _start += consumed;
            if (reply is not null) return reply;
            if (_replies.Fault != ReplyFault.None)
            {
                Fault = "sent something that is no reply";
                return null;
            }

            (_start, _end) = (0, 0);
            var come = await Within(within, "said nothing for too long", static (self, token) => self._stream.ReadAsync(self._buffer, token), cancel).ConfigureAwait(false);
            if (come > 0) _end = come.Value;
            else Fault ??= "closed the connection";
        }

        return null;
    }

    /// <summary>Behind a write that failed: the reply that the host had sent before it hung up. Null: there is none.</summary>
    public async ValueTask<RemoteReply?> ReadRest(TimeSpan within, CancellationToken cancel)
    {
        var fault = Fault;
        Fault = null;
        var reply = await Read(within, cancel).ConfigureAwait(false);
        Fault = fault;
        return reply;
    }

    /// <summary>False: see <see cref="Fault"/>.</summary>
    public async ValueTask<bool> Flush(TimeSpan within, CancellationToken cancel)
    {
        if (Output.WrittenCount == 0) return Fault is null;
        var sent = await Write(Output.WrittenMemory, within, cancel).ConfigureAwait(false);
        Output.ResetWrittenCount();
        return sent;
    }

    /// <summary>False: see <see cref="Fault"/>.</summary>
    public async ValueTask<bool> Write(ReadOnlyMemory<byte> octets, TimeSpan within, CancellationToken cancel)
    {
        if (Fault is not null) return false;
        await Within(within, "took nothing for too long", async (self, token) =>
        {
            await self._stream.WriteAsync(octets, token).ConfigureAwait(false);
            return 0;
        }, cancel).ConfigureAwait(false);
        return Fault is null;
    }

    /// <summary>The host's certificate; null when the handshake failed: see <see cref="Fault"/>.</summary>
    public async ValueTask<X509Certificate2?> StartTls(SslClientAuthenticationOptions options, TimeSpan within, CancellationToken cancel)
    {
        var tls = new SslStream(_stream, leaveInnerStreamOpen: false);
        _stream = tls;
        await Within(within, "did not finish the TLS handshake in time", async (_, token) =>
        {
            await tls.AuthenticateAsClientAsync(options, token).ConfigureAwait(false);
            return 0;
        }, cancel).ConfigureAwait(false);
        return Fault is null ? tls.RemoteCertificate as X509Certificate2 : null;
    }

    public ValueTask DisposeAsync()
    {
        _clock.Dispose();
        return _stream.DisposeAsync();
    }

    /// <summary>Null: it failed.</summary>
    private async ValueTask<int?> Within(TimeSpan time, string late, Func<HostStream, CancellationToken, ValueTask<int>> act, CancellationToken cancel)
    {
        using var registration = cancel.UnsafeRegister(static clock => ((CancellationTokenSource)clock!).Cancel(), _clock);
        _clock.CancelAfter(time);
        try
        {
            var result = await act(this, _clock.Token).ConfigureAwait(false);
            _clock.CancelAfter(Timeout.InfiniteTimeSpan);
            return result;
        }
        catch (OperationCanceledException)
        {
            Fault ??= late;
            cancel.ThrowIfCancellationRequested();
        }
        catch (AuthenticationException e)
        {
            Fault ??= $"failed in the TLS handshake ({(e.InnerException ?? e).Message})";
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            Fault ??= "closed the connection";
        }

        return null;
    }
}

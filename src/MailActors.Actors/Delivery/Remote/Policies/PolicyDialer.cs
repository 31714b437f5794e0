using System.Net;
using System.Net.Sockets;
using MailActors.Domain.Dns;

namespace MailActors.Actors.Delivery.Remote.Policies;

/// <summary>Connects to a host whose name a stranger chose. The address that was judged is the one that is connected to, so DNS can't say another thing in
/// between.</summary>
internal sealed class PolicyDialer(IDnsLookups dns, bool allowPrivate, TimeProvider time)
{
    private const int MostAddresses = 4;
    private static readonly TimeSpan PerAddress = TimeSpan.FromSeconds(10);

    private readonly HostLookup _lookup = new(dns);

    /// <exception cref="IOException">There is no connection to be had; the message says why, without its last dot.</exception>
    public async ValueTask<Stream> Dial(string host, int port, CancellationToken cancel)
    {
        switch (await _lookup.Find(host, cancel).ConfigureAwait(false))
        {
            case HostAddresses.CannotTell unknown: throw new IOException($"its address can't be told ({unknown.Why})");
            case HostAddresses.Found found:
                var why = "";
                foreach (var address in found.Addresses.Take(MostAddresses))
                {
                    if (!allowPrivate && !PublicAddress.Is(address)) why = $"{address} is no address to ask a policy of";
                    else if (await Connect(new(address, port), cancel).ConfigureAwait(false) is { } stream) return stream;
                    else why = $"{address} takes no connection";
                }

                throw new IOException(why);
            default: throw new IOException("it has no address");
        }
    }

    private async ValueTask<Stream?> Connect(IPEndPoint point, CancellationToken cancel)
    {
        var socket = new Socket(point.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var deadline = new CancellationTokenSource(PerAddress, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel);
        try
        {
            await socket.ConnectAsync(point, either.Token).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            socket.Dispose();
            cancel.ThrowIfCancellationRequested();
            return null;
        }
    }
}

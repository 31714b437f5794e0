using System.Net.Sockets;

namespace MailActors.Actors.Transport;

/// <summary>Ends a connection so that the last octets we sent arrive. Closing a socket with unread input makes the kernel send a reset, and a
/// reset lets the peer's kernel forget what it has not handed over yet; so what has arrived is thrown away first.</summary>
internal static class OrderlyClose
{
    private const int DiscardAtMost = 256 * 1024;

    public static void Of(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
            Span<byte> rest = stackalloc byte[4096];
            for (var discarded = 0; discarded < DiscardAtMost && socket.Available > 0;)
                discarded += socket.Receive(rest);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is gone already.
        }
    }
}

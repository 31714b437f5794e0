using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace MailActors.Node.Tests.Running;

/// <summary>The first octets a TLS client sends, as a real one sent them.</summary>
internal static class ClientHello
{
    public static byte[] Octets { get; } = Record();

    private static byte[] Record()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        client.Connect((IPEndPoint)listener.LocalEndpoint);
        using var server = listener.AcceptSocket();
        using var tls = new SslStream(client.GetStream());
        _ = tls.AuthenticateAsClientAsync("mail.example.test").ContinueWith(done => done.Exception, TaskScheduler.Default);
        var buffer = new byte[16384];
        return buffer[..server.Receive(buffer)];
    }
}

using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Akka.Actor;
using Akka.Streams;
using Akka.TestKit;
using MailActors.Actors.Transport;
using MailActors.Actors.Transport.Certificates;
using MailActors.Protocol.Framing;
using Microsoft.Extensions.Time.Testing;
using Xunit.Abstractions;
using static MailActors.Actors.Transport.ConnectionProtocol;

namespace MailActors.Actors.Tests.Transport;

/// <summary>A real socket on loopback, and the test in the place of the session.</summary>
public abstract class ConnectionSpec : ActorSpec
{
    protected static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("mailactors-tls").FullName;

    protected ConnectionSpec(ITestOutputHelper output, TransportSettings? settings = null)
        : base("akka.loglevel = WARNING", output: output)
    {
        Settings = settings ?? new TransportSettings();
        Environment = new ConnectionEnvironment(Settings, Time);
        Tls = new NodeCertificate(SelfSignedCertificate.Ensure(_folder, "mail.test", DateTimeOffset.UtcNow)).For("imap");
    }

    protected TransportSettings Settings { get; }

    protected FakeTimeProvider Time { get; } = new();

    protected ConnectionEnvironment Environment { get; }

    protected ServerTls Tls { get; }

    protected (Socket Client, TestProbe Session, IActorRef Pipeline, ConnectionInfo Info) Connect(bool tls = true)
    {
        var session = CreateTestProbe();
        var client = Open(session, tls, false);
        var connected = session.ExpectMsg<Connected>();
        return (client, session, connected.Pipeline, connected.Info);
    }

    protected Socket Open(TestProbe session, bool tls, bool implicitTls)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.Connect(listener.LocalEndPoint!);
        ConnectionPipeline.Run(
            Environment, Sys.Materializer(), listener.Accept(), new SessionSide(session, tls ? Tls : null, implicitTls, "421 sorry\r\n"u8.ToArray()));
        return client;
    }

    protected static Read Line(int max = 1000) => new(new Expect.Line(max), Minute);

    protected static Write Text(string text) => new(Encoding.ASCII.GetBytes(text));

    protected static void Send(Socket client, string text) => client.Send(Encoding.ASCII.GetBytes(text));

    /// <summary>Reads until the end or until <paramref name="count"/> octets are there.</summary>
    protected static string Take(Socket client, int count = int.MaxValue)
    {
        client.ReceiveTimeout = 10_000;
        var text = new StringBuilder();
        var buffer = new byte[Math.Min(count, 65536)];
        while (text.Length < count)
        {
            var read = client.Receive(buffer.AsSpan(0, Math.Min(buffer.Length, count - text.Length)));
            if (read == 0) break;
            text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        return text.ToString();
    }

    protected static async Task<SslStream> Handshake(
        Socket client, SslProtocols protocols = SslProtocols.None, params string[] applications)
    {
        var tls = new SslStream(new NetworkStream(client, true));
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "mail.test",
            EnabledSslProtocols = protocols,
            ApplicationProtocols = applications.Length == 0 ? null : [.. applications.Select(one => new SslApplicationProtocol(one))],
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
        });
        return tls;
    }

    protected static string Text(Received received) => Encoding.ASCII.GetString(received.Frame switch
    {
        Frame.Line line => line.Text.Span,
        Frame.Octets octets => octets.Bytes.Span,
        Frame.Data data => data.Bytes.Span,
        _ => default,
    });

    /// <summary>Asks for a line and returns it.</summary>
    protected static string ReadLine(TestProbe session, IActorRef pipeline)
    {
        pipeline.Tell(Line(), session);
        return Text(session.ExpectMsg<Received>());
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        Environment.Dispose();
        Directory.Delete(_folder, true);
    }
}

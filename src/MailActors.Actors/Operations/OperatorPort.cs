using System.Net;
using Akka;
using Akka.Actor;
using Akka.IO;
using Akka.Streams;
using Akka.Streams.Dsl;
using Tcp = Akka.Streams.Dsl.Tcp;

namespace MailActors.Actors.Operations;

/// <summary>The operators' door, on loopback only: one request line in, answer lines out, closed.</summary>
public static class OperatorPort
{
    // An import of 500 accounts fits well; more is not a request.
    private const int LongestRequest = 1 << 20;
    private const int MostClients = 32;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    // Whoever is on this machine may connect, and the places are few.
    private static readonly TimeSpan RequestWithin = TimeSpan.FromSeconds(5);
    private static readonly ByteString Newline = ByteString.FromString("\n");

    /// <exception cref="Exception">The port can't be had.</exception>
    public static Task<Tcp.ServerBinding> Listen(ActorSystem system, int port, OperatorConsole console)
    {
        var materializer = system.Materializer();
        return system.TcpStream().Bind(IPAddress.Loopback.ToString(), port, idleTimeout: Patience)
            .SelectAsyncUnordered(MostClients, connection => Serve(connection, console, materializer))
            .To(Sink.Ignore<Done>())
            .Run(materializer);
    }

    private static Task<Done> Serve(Tcp.IncomingConnection connection, OperatorConsole console, IMaterializer materializer)
    {
        var ended = new TaskCompletionSource<Done>();
        var gone = new CancellationTokenSource();
        connection.Flow.JoinMaterialized(
                Flow.Create<ByteString>()
                    .Via(Framing.Delimiter(Newline, LongestRequest))
                    .InitialTimeout(RequestWithin)
                    .Take(1)
                    .ConcatMany(line => ChannelSource.FromReader(console.Answer(line.ToArray(), connection.RemoteAddress.ToString() ?? "?", gone.Token)))
                    .Select(ByteString.FromBytes)
                    .WatchTermination((_, done) => done),
                Keep.Right)
            .Run(materializer)
            .ContinueWith(
                _ =>
                {
                    gone.Cancel();
                    gone.Dispose();
                    ended.TrySetResult(Done.Instance);
                },
                TaskScheduler.Default);
        return ended.Task;
    }
}

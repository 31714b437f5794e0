using System.Net.Sockets;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using MailActors.Actors.Transport.Certificates;

namespace MailActors.Actors.Transport;

/// <summary>One connection as a stream: socket or TLS on one side, the session actor on the other, two stages in a ring that run as one actor.
/// The session's demand for a frame is the stream's demand for octets, so a session that is busy lets the TCP window close.</summary>
public static class ConnectionPipeline
{
    public static void Run(ConnectionEnvironment environment, IMaterializer materializer, Socket socket, SessionSide session) =>
        Flow.FromGraph(new ConnectionStage(environment, socket, session.ImplicitTls ? session.Tls!.Options : null))
            .Join(Flow.FromGraph(new SessionStage(environment, socket, session)))
            .Run(materializer);
}

/// <summary>What the pipeline must know of its session.</summary>
/// <param name="Tls">Null where the endpoint offers no TLS.</param>
/// <param name="ImplicitTls">The handshake comes first.</param>
/// <param name="LastWords">Sent when the session stopped without closing: it crashed (421, * BYE, -ERR). May be empty.</param>
public sealed record SessionSide(IActorRef Session, ServerTls? Tls, bool ImplicitTls, ReadOnlyMemory<byte> LastWords);

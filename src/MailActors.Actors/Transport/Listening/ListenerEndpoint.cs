using System.Net;
using Akka.Actor;
using MailActors.Actors.Transport.Certificates;

namespace MailActors.Actors.Transport.Listening;

/// <summary>One address and port, and who serves what comes there.</summary>
/// <param name="Name">"smtp", "submissions", "imaps": the listener's actor name, in logs and in <c>node status</c>.</param>
/// <param name="Session">Makes the props of one connection's session, which is told <see cref="ConnectionProtocol.Connected"/>.</param>
/// <param name="Tls">For STARTTLS or implicit TLS; null: plaintext only.</param>
/// <param name="Busy">The protocol's one line for "too many connections", with CRLF (421, * BYE, -ERR). Not sent where TLS is implicit.</param>
/// <param name="LastWords">The protocol's one line for "internal error, closing", with CRLF.</param>
public sealed record ListenerEndpoint(
    string Name,
    IPEndPoint Address,
    Func<Props> Session,
    ServerTls? Tls,
    bool ImplicitTls,
    ReadOnlyMemory<byte> Busy,
    ReadOnlyMemory<byte> LastWords);

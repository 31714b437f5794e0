using System.Net;
using Akka.Actor;
using Akka.Event;
using MailActors.Protocol.Framing;

namespace MailActors.Actors.Transport;

/// <summary>What passes between a session actor and the pipeline of its connection. The two live and die together: when the pipeline ends it
/// tells <see cref="Closed"/>; when the session stops, the pipeline closes the socket. One often speaks to the other's grave, so that is no dead letter worth a log line.</summary>
public static class ConnectionProtocol
{
    /// <summary>To the session, first of all: the pipeline runs (implicit TLS is already done) and takes commands.</summary>
    /// <param name="SpokeFirst">The client has sent something before we said a word; always false where TLS is implicit.</param>
    public sealed record Connected(IActorRef Pipeline, ConnectionInfo Info, bool SpokeFirst = false) : INoSerializationVerificationNeeded;

    /// <summary>To the pipeline: read one frame. Exactly one <see cref="Received"/>, <see cref="TimedOut"/> or <see cref="Closed"/> answers it.
    /// The deadline is for the whole frame, not for each octet; for octets and data it is for each piece, and the minimum rate holds.</summary>
    public sealed record Read(Expect Expect, TimeSpan Deadline) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>To the session.</summary>
    /// <param name="More">More octets had already come behind the frame: the client did not wait for our answer.</param>
    public sealed record Received(Frame Frame, bool More = false) : INoSerializationVerificationNeeded;

    /// <summary>To the session: the deadline passed. The connection still stands, so that the session can say why it closes.</summary>
    public sealed record TimedOut : INoSerializationVerificationNeeded
    {
        public static readonly TimedOut Instance = new();
    }

    /// <summary>To the pipeline: send octets. The pipeline owns the memory from now on. Octets go out when the session asks for the next frame,
    /// when the buffer is full, on <see cref="Flush"/>, or at once
    /// while a read is waiting. More than the output limit waiting (the client does not read) closes the connection.</summary>
    public sealed record Write(ReadOnlyMemory<byte> Bytes) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>To the pipeline: send what waits, and say <see cref="Flushed"/> when the kernel has all of it: the back-pressure of long answers.</summary>
    public sealed record Flush : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Flush Instance = new();
    }

    public sealed record Flushed : INoSerializationVerificationNeeded
    {
        public static readonly Flushed Instance = new();
    }

    /// <summary>To the pipeline, after the go-ahead reply was written: flush, refuse if plaintext is already buffered behind the command
    /// (CVE-2011-0411), do the handshake. Answered by <see cref="TlsStarted"/> or <see cref="Closed"/>.</summary>
    public sealed record StartTls : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly StartTls Instance = new();
    }

    public sealed record TlsStarted(TlsInfo Tls) : INoSerializationVerificationNeeded;

    /// <summary>To the pipeline: flush what was written, close, tell <see cref="Closed"/>.</summary>
    public sealed record Close : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Close Instance = new();
    }

    /// <summary>To the session, from its listener: the server shuts down. The session ends what it is doing, says so (421, BYE) and closes.</summary>
    public sealed record Drain : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Drain Instance = new();
    }

    /// <summary>To the session, last of all.</summary>
    public sealed record Closed(CloseReason Reason) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}

public enum CloseReason
{
    /// <summary>The peer closed or reset.</summary>
    ByPeer,

    /// <summary>We closed.</summary>
    BySession,

    /// <summary>Handshake failed or timed out, or plaintext came behind STARTTLS.</summary>
    TlsFailed,

    /// <summary>The client does not read and the output buffer is full.</summary>
    OutputFull,

    /// <summary>Data came slower than the minimum rate.</summary>
    TooSlow,
    Fault,
}

/// <param name="Tls">Null while the connection is plaintext.</param>
public sealed record ConnectionInfo(IPEndPoint Remote, IPEndPoint Local, TlsInfo? Tls) : INoSerializationVerificationNeeded;

/// <param name="Version">"TLSv1.3".</param>
/// <param name="Cipher">The cipher suite's IANA name.</param>
/// <param name="ServerEndPoint">Channel binding tls-server-end-point (RFC 5929 §4).</param>
/// <param name="Exporter">Channel binding tls-exporter (RFC 9266), null where the platform can't give it.</param>
public sealed record TlsInfo(string Version, string Cipher, ReadOnlyMemory<byte> ServerEndPoint, ReadOnlyMemory<byte>? Exporter);

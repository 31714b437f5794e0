using System.Net;
using Akka.Actor;

namespace MailActors.Actors.Transport.Listening;

/// <summary>What a listener can be told and asked. All local to its node.</summary>
public static class ListenerProtocol
{
    /// <summary>Answered by <see cref="Bound"/> as soon as the socket listens, or by <see cref="BindFailed"/>.</summary>
    public sealed record AwaitBound : INoSerializationVerificationNeeded
    {
        public static readonly AwaitBound Instance = new();
    }

    /// <param name="Address">With the port given by the system where 0 was asked for.</param>
    public sealed record Bound(IPEndPoint Address) : INoSerializationVerificationNeeded;

    public sealed record BindFailed(string Reason) : INoSerializationVerificationNeeded;

    /// <summary>Takes no more connections. Answered by <see cref="Unbound"/>.</summary>
    public sealed record Unbind : INoSerializationVerificationNeeded
    {
        public static readonly Unbind Instance = new();
    }

    public sealed record Unbound : INoSerializationVerificationNeeded
    {
        public static readonly Unbound Instance = new();
    }

    /// <summary>Unbinds, tells each session <see cref="ConnectionProtocol.Drain"/>, and after <paramref name="Grace"/> stops those that remain.
    /// Answered by <see cref="Drained"/>.</summary>
    public sealed record Drain(TimeSpan Grace) : INoSerializationVerificationNeeded;

    public sealed record Drained : INoSerializationVerificationNeeded
    {
        public static readonly Drained Instance = new();
    }

    /// <summary>Answered by <see cref="ListenerStatus"/>.</summary>
    public sealed record GetStatus : INoSerializationVerificationNeeded
    {
        public static readonly GetStatus Instance = new();
    }

    /// <param name="Address">Null when not bound.</param>
    /// <param name="Open">Connections now.</param>
    /// <param name="Accepted">Since the start.</param>
    /// <param name="Refused">Over a limit, since the start.</param>
    public sealed record ListenerStatus(string Name, IPEndPoint? Address, int Open, long Accepted, long Refused) : INoSerializationVerificationNeeded;

    /// <summary>Answered by <see cref="ConnectionList"/>.</summary>
    public sealed record ListConnections : INoSerializationVerificationNeeded
    {
        public static readonly ListConnections Instance = new();
    }

    public sealed record ConnectionList(string Name, IReadOnlyList<OpenConnection> Connections) : INoSerializationVerificationNeeded;

    /// <summary>The session is told <see cref="ConnectionProtocol.Drain"/>. Not answered.</summary>
    public sealed record EndConnection(string Session) : INoSerializationVerificationNeeded;
}

/// <param name="Session">The name of its session actor.</param>
/// <param name="Since">Seconds since 1970 UTC.</param>
public sealed record OpenConnection(string Session, IPEndPoint Remote, long Since);

using System.Collections.Immutable;
using System.Net;
using MailActors.Domain.Queue;
using MailActors.Domain.Routing;

namespace MailActors.Actors.Delivery.Remote;

/// <summary>Opens connections to other hosts.</summary>
public interface IOutbound
{
    /// <summary>Tries the stops of a plan in order, up to the limits of addresses and sessions, until one greets us and meets its TLS demand.
    /// Never throws for what the remote side does.</summary>
    /// <param name="source">The local address to send from; null: the system's choice.</param>
    ValueTask<OutboundResult> Connect(NextHop hop, RoutePlan.Stops plan, IPAddress? source, CancellationToken cancel);
}

public abstract record OutboundResult
{
    private OutboundResult() { }

    public sealed record Connected(IOutboundConnection Connection) : OutboundResult;

    /// <summary>None would talk to us now: the destination is in trouble.</summary>
    public sealed record Later(Reason Reason) : OutboundResult;

    /// <summary>All that answered refused us for good (5xx greeting or EHLO), or are not what the message needs.</summary>
    public sealed record Refused(Reason Reason) : OutboundResult;
}

/// <summary>One greeted session with another host. Used by one message at a time.</summary>
public interface IOutboundConnection : IAsyncDisposable
{
    string Host { get; }

    /// <summary>Whether it may take one more message; false after a fault, a 421 or the limit of messages a connection.</summary>
    bool IsUsable { get; }

    /// <summary>Sends one message to recipients of it: at most as many as the host takes, the others are answered with <see cref="Verdict.NotTried"/>.
    /// Never throws for what the remote side does: a cut connection is an answer. A session that turns out to have ended while it sat idle (cut or
    /// 421 before the reply to MAIL) is no answer to the message: all recipients are <see cref="Verdict.NotTried"/>.</summary>
    ValueTask<Transfer> Send(Envelope envelope, ImmutableArray<int> recipients, CancellationToken cancel);
}

/// <param name="TroublesDestination">The failure says something about the destination and not this message: greeting, 421, cut, time-out.</param>
public sealed record Transfer(ImmutableArray<RecipientAnswer> Answers, bool TroublesDestination);

/// <param name="Relay">With <see cref="Verdict.Accepted"/>.</param>
/// <param name="Reason">With the others.</param>
public sealed record RecipientAnswer(int Recipient, Verdict Verdict, Reason? Reason, Relay? Relay);

public enum Verdict
{
    Accepted,

    /// <summary>4xx, or no answer.</summary>
    Later,

    /// <summary>5xx, or the message can't be sent to this host as it is.</summary>
    Never,

    /// <summary>Not offered to the host; try on the same or another connection at once.</summary>
    NotTried,
}

using System.Collections.Immutable;
using System.Net;
using Akka.Actor;
using MailActors.Domain.Queue;
using MailActors.Domain.Routing;
using Envelope = MailActors.Domain.Queue.Envelope;

namespace MailActors.Actors.Delivery.Remote;

/// <summary>Carries one message at a time to its next hop, over one connection as long as that can be used. What it can't tell it doesn't
/// guess: if it fails itself it ends, and its courier puts the message off.</summary>
internal sealed class DeliveryActor : UntypedActor
{
    private readonly RemoteServices _services;
    private readonly CancellationTokenSource _stop = new();
    private IOutboundConnection? _connection;
    private ConnectionKey? _key;
    private string? _destination;
    private bool _busy;

    public DeliveryActor(RemoteServices services) => _services = services;

    /// <param name="Source">The local address to send from; null: the system's choice.</param>
    public sealed record Attempt(NextHop Hop, Envelope Envelope, ImmutableArray<int> Recipients, TlsNeed Tls, IPAddress? Source);

    /// <param name="Troubles">The failure says something about the destination and not this message.</param>
    public sealed record Attempted(ImmutableArray<RecipientAnswer> Answers, bool Troubles);

    /// <summary>Keep the connection for others.</summary>
    public sealed record Release
    {
        public static readonly Release Instance = new();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Attempt attempt when !_busy:
                _busy = true;
                _destination = attempt.Hop.Destination;
                var (connection, key) = (_connection, _key);
                (_connection, _key) = (null, null);
                Run(attempt, connection, key, _stop.Token).PipeTo(Self, failure: e => new Status.Failure(e));
                break;
            case Ended ended:
                _busy = false;
                (_connection, _key) = (ended.Connection, ended.Key);
                Context.Parent.Tell(new Attempted(ended.Answers, ended.Troubles));
                break;
            case Release:
                Keep();
                break;
            case Status.Failure failure:
                throw new DeliveryFailedException(_destination!, failure.Cause);
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void PostStop()
    {
        _stop.Cancel();
        Keep();
    }

    private void Keep()
    {
        if (_connection is not null) _services.Kept.Keep(_key!, _connection);
        (_connection, _key) = (null, null);
    }

    private async Task<Ended> Run(Attempt attempt, IOutboundConnection? connection, ConnectionKey? key, CancellationToken stop)
    {
        using var deadline = new CancellationTokenSource(_services.Settings.TimeFor(attempt.Envelope.Size), _services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stop);
        var wanted = new ConnectionKey(attempt.Hop.Destination, attempt.Tls, attempt.Source);
        if (connection is not null && (key != wanted || !connection.IsUsable))
        {
            _services.Kept.Keep(key!, connection);
            connection = null;
        }

        try
        {
            var used = connection ?? _services.Kept.Take(wanted);
            while (used is not null)
            {
                connection = used;
                var transfer = await connection.Send(attempt.Envelope, attempt.Recipients, either.Token).ConfigureAwait(false);
                if (connection.IsUsable || transfer.Answers.Any(a => a.Verdict != Verdict.NotTried)) return await Settled(transfer).ConfigureAwait(false);
                // It had ended while nobody used it.
                await ConnectionCache.Close(connection).ConfigureAwait(false);
                connection = null;
                used = _services.Kept.Take(wanted);
            }

            switch (await Open(attempt, either.Token).ConfigureAwait(false))
            {
                case OutboundResult.Refused refused: return All(attempt, Verdict.Never, refused.Reason, troubles: false);
                case OutboundResult.Later later: return All(attempt, Verdict.Later, later.Reason, troubles: true);
                case OutboundResult.Connected { Connection: var made }:
                    connection = made;
                    return await Settled(await made.Send(attempt.Envelope, attempt.Recipients, either.Token).ConfigureAwait(false)).ConfigureAwait(false);
                default: throw new InvalidOperationException("A result of another kind.");
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            if (connection is not null) await ConnectionCache.Close(connection).ConfigureAwait(false);
            return All(attempt, Verdict.Later, new("4.4.2", "The other host took too long over the message."), troubles: true);
        }
        catch
        {
            if (connection is not null) await ConnectionCache.Close(connection).ConfigureAwait(false);
            throw;
        }

        async Task<Ended> Settled(Transfer transfer)
        {
            if (connection.IsUsable && !stop.IsCancellationRequested) return new(transfer.Answers, transfer.TroublesDestination, connection, wanted);
            await ConnectionCache.Close(connection).ConfigureAwait(false);
            return new(transfer.Answers, transfer.TroublesDestination, null, null);
        }
    }

    private async ValueTask<OutboundResult> Open(Attempt attempt, CancellationToken cancel)
    {
        if (attempt.Tls != TlsNeed.Preferred) return await Open(attempt.Hop, attempt.Tls, attempt.Source, cancel).ConfigureAwait(false);
        var best = await Open(attempt.Hop, TlsNeed.Required, attempt.Source, cancel).ConfigureAwait(false);
        return best is OutboundResult.Connected ? best : await Open(attempt.Hop, TlsNeed.Ordinary, attempt.Source, cancel).ConfigureAwait(false);
    }

    private async ValueTask<OutboundResult> Open(NextHop hop, TlsNeed need, IPAddress? source, CancellationToken cancel) =>
        await _services.Planner.Plan(hop, need, cancel).ConfigureAwait(false) switch
        {
            RoutePlan.Stops stops => await _services.Outbound.Connect(hop, stops, source, cancel).ConfigureAwait(false),
            RoutePlan.Impossible no => new OutboundResult.Refused(no.Reason),
            RoutePlan.CannotTell unknown => new OutboundResult.Later(unknown.Reason),
            _ => throw new InvalidOperationException("A way of another kind."),
        };

    private static Ended All(Attempt attempt, Verdict verdict, Reason reason, bool troubles) =>
        new([.. attempt.Recipients.Select(r => new RecipientAnswer(r, verdict, reason, null))], troubles, null, null);

    private sealed record Ended(ImmutableArray<RecipientAnswer> Answers, bool Troubles, IOutboundConnection? Connection, ConnectionKey? Key);
}

/// <summary>An attempt ended by a fault of our own.</summary>
public sealed class DeliveryFailedException(string destination, Exception cause) : Exception($"The delivery to {destination} failed: {cause.Message}", cause);

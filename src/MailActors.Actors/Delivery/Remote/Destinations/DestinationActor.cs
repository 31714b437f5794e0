using System.Security.Cryptography;
using Akka.Actor;
using Akka.Cluster.Sharding;
using MailActors.Domain.Destinations;
using static MailActors.Domain.Destinations.DestinationCommands;

namespace MailActors.Actors.Delivery.Remote.Destinations;

/// <summary>The shell around <see cref="DestinationState"/>: one for each destination in the cluster. Couriers that fall silent lose what they had.</summary>
public sealed class DestinationActor : UntypedActor, IWithTimers
{
    /// <summary>How often it looks whether a dead-time or a lease has run out.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly string _destination;
    private readonly IDestinationPauses _pauses;
    private readonly TimeProvider _time;
    private readonly DestinationState _state;
    private readonly Dictionary<Guid, IActorRef> _couriers = [];

    public DestinationActor(string destination, DestinationRules rules, IDestinationPauses pauses, TimeProvider time)
    {
        _destination = destination;
        _pauses = pauses;
        _time = time;
        _state = new(destination, rules.For(destination).Limits, time.GetUtcNow()) { IsPaused = pauses.IsPaused(destination) };
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Look), Look.Instance, Every, Every);

    protected override void OnReceive(object message)
    {
        var now = _time.GetUtcNow();
        switch (message)
        {
            case Claim claim:
                Take(claim, now);
                break;
            case Look:
                foreach (var gone in _state.Expire(now)) _couriers.Remove(gone);
                Tell(_state.Deal(now), now);
                if (_state.IsIdle(now)) Context.Parent.Tell(new Passivate(PoisonPill.Instance));
                break;
            case Recheck:
                _state.IsPaused = _pauses.IsPaused(_destination);
                Tell(_state.Deal(now), now);
                Sender.Tell(_state.Show(now));
                break;
            case Show:
                Sender.Tell(_state.Show(now));
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Take(Claim claim, DateTimeOffset now)
    {
        var idle = claim is { Held: 0, Wanted: 0 };
        if (idle) _couriers.Remove(claim.Courier);
        else _couriers[claim.Courier] = Sender;
        var changed = _state.Take(claim, now, RandomNumberGenerator.GetInt32(1001) / 1000.0);
        if (!idle) Sender.Tell(_state.AllowanceFor(claim.Courier, claim.Waiting, now));
        Tell(changed.Where(courier => courier != claim.Courier), now);
    }

    private void Tell(IEnumerable<Guid> couriers, DateTimeOffset now)
    {
        foreach (var courier in couriers)
            if (_couriers.TryGetValue(courier, out var actor)) actor.Tell(_state.AllowanceFor(courier, 0, now));
    }

    /// <summary>Time may have changed something.</summary>
    internal sealed record Look
    {
        public static readonly Look Instance = new();
    }
}

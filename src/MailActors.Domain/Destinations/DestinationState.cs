using static MailActors.Domain.Destinations.DestinationReplies;

namespace MailActors.Domain.Destinations;

/// <summary>All that is known of one destination: how it fares, who works on it, and whether an operator has paused it. Not kept on disk: what it
/// has learnt is learnt again in a minute.</summary>
public sealed class DestinationState(string destination, DestinationLimits limits, DateTimeOffset now)
{
    private readonly ConcurrencyWindow _window = new(limits);
    private readonly SlotShares _shares = new();
    private readonly RateBucket? _rate = limits.PerMinute is { } rate ? new(rate, now) : null;
    private long _successes;
    private long _troubles;
    private DateTimeOffset _usedAt = now;

    public bool IsPaused { get; set; }

    /// <summary>Nobody works on it, and it need not be remembered that it is dead.</summary>
    public bool IsIdle(DateTimeOffset now) =>
        _shares.Couriers == 0 && now - _usedAt > TimeSpan.FromMinutes(2)
        && (Standing(now) == DestinationStanding.Open || now - _usedAt > 2 * limits.LongestDead);

    /// <summary>Takes a claim in. The claimant is to be given <see cref="AllowanceFor"/>, and those returned are to be told theirs.</summary>
    public IReadOnlyList<Guid> Take(DestinationCommands.Claim claim, DateTimeOffset now, double spread)
    {
        _usedAt = now;
        _successes += claim.Successes;
        _troubles += claim.Troubles;
        _window.Failed(claim.Troubles, claim.Trouble, now, spread);
        _window.Succeeded(claim.Successes);
        _shares.Claim(claim.Courier, claim.Held, claim.Wanted, claim.Waiting, now);
        return Deal(now);
    }

    /// <summary>Time has passed, or it was paused or resumed. Those returned are to be told.</summary>
    public IReadOnlyList<Guid> Deal(DateTimeOffset now) => _shares.Deal(IsPaused ? 0 : _window.Slots(now), now);

    /// <summary>The couriers that are given up; what they had is free.</summary>
    public IReadOnlyList<Guid> Expire(DateTimeOffset now) => _shares.Expire(now);

    /// <param name="waiting">Messages it wants credits for; they are taken from the rate.</param>
    public Allowance AllowanceFor(Guid courier, int waiting, DateTimeOffset now)
    {
        var connections = _shares.AllowedTo(courier);
        var standing = Standing(now);
        int? credits = _rate is null ? null : connections > 0 ? _rate.Take(waiting, now) : 0;
        var wait = standing == DestinationStanding.Dead ? _window.Wait(now)
            : credits < waiting && connections > 0 ? _rate!.NextIn(now)
            : TimeSpan.Zero;
        return new(destination, courier, connections, credits, standing, wait, _window.Trouble);
    }

    public DestinationShown Show(DateTimeOffset now) => new(
        destination, Standing(now), IsPaused ? 0 : _window.Slots(now), _shares.Held, _shares.Wanted, _shares.Waiting, _shares.Couriers, _successes, _troubles,
        _window.Wait(now), _window.Trouble);

    private DestinationStanding Standing(DateTimeOffset now) => IsPaused ? DestinationStanding.Paused : _window.Standing(now);
}

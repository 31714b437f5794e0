using MailActors.Actors.Delivery.Remote.Destinations;
using MailActors.Domain.Destinations;
using MailActors.Domain.Queue;
using MailActors.Domain.Routing;
using static MailActors.Domain.Destinations.DestinationReplies;

namespace MailActors.Actors.Delivery.Remote;

/// <summary>One courier's way to one next hop: what waits, what is under way, what the destination allows. Only its courier touches it.</summary>
internal sealed class Lane(NextHop hop, DestinationTerms terms, int newOfFive, DateTimeOffset now)
{
    /// <summary>What a destination has not answered in this time is asked again.</summary>
    public static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(5);

    private int _successes;
    private int _troubles;
    private Reason? _trouble;
    private bool _dirty;
    private bool _awaitsWord;
    private long _asked;
    private long _heard;
    private long _wordAt;
    private int _claimedWanted;
    private DateTimeOffset _claimedAt = DateTimeOffset.MinValue;
    private DateTimeOffset? _creditAt;
    private int? _credits;
    private int _allowed;
    private int _doneThisSecond;
    private double _perSecond;

    /// <summary>How the destination knows it.</summary>
    public Guid Claimant { get; } = Guid.NewGuid();

    public NextHop Hop { get; } = hop;

    public string Destination { get; } = hop.Destination;

    public LaneQueue Waiting { get; } = new(newOfFive);

    /// <summary>Deliveries under way.</summary>
    public int Busy { get; set; }

    /// <summary>Something is to be reported, if not at once.</summary>
    public bool IsDirty => _dirty || (IsIdle && _claimedWanted > 0);

    public DateTimeOffset AnsweredAt { get; private set; } = now;

    public DateTimeOffset? DeadUntil { get; private set; }

    public Reason? Trouble { get; private set; }

    /// <summary>One more message may be begun.</summary>
    public bool MayBegin(DateTimeOffset now) => !_awaitsWord && Busy < Allowed(now) && (_credits is null or > 0);

    public bool IsIdle => Busy == 0 && Waiting.Count == 0;

    /// <summary>Messages a second of late, at least a little.</summary>
    public double Pace => Math.Max(_perSecond, 0.1);

    public void Began()
    {
        Busy++;
        if (_credits > 0) _credits--;
    }

    public void Ended(bool trouble, Reason? why)
    {
        Busy--;
        _doneThisSecond++;
        _dirty = true;
        if (!trouble)
        {
            _successes++;
            return;
        }

        // Nothing more is begun before the destination has judged it: else all that waits would run against a host that is down.
        (_troubles, _trouble, _awaitsWord) = (_troubles + 1, why, true);
    }

    /// <summary>The destination should hear at once: of trouble, or because it might allow more.</summary>
    public bool MustClaim(DateTimeOffset now)
    {
        if (_troubles > 0) return true;
        if (Waiting.Count == 0) return false;
        if (now - _claimedAt >= AskAgain || (_credits == 0 && now >= _creditAt)) return true;
        // Having been given all it asked for, it may be given more; else the destination knows already and will say.
        return _claimedWanted == 0 || (_claimedWanted <= _allowed && Busy >= _allowed && Wanted > _claimedWanted && AnsweredAt >= _claimedAt);
    }

    /// <summary>It has to be heard of, or loses what it has.</summary>
    public bool MustRenew(DateTimeOffset now) => (!IsIdle || _claimedWanted > 0) && now - _claimedAt >= AskAgain;

    public DestinationCommands.Claim Claim(DateTimeOffset now)
    {
        var claim = new DestinationCommands.Claim(
            Destination, Claimant, Busy, Wanted, Math.Max(0, Waiting.Count - (_credits ?? 0)), _successes, _troubles, _trouble);
        // What has not been answered by now was lost.
        if (now - _claimedAt >= AskAgain) _heard = _asked;
        // A claim that ends all is not answered.
        if (!IsIdle) _asked++;
        if (_troubles > 0) _wordAt = _asked;
        (_claimedWanted, _claimedAt, _creditAt) = (claim.Wanted, now, null);
        (_successes, _troubles, _trouble, _dirty) = (0, 0, null, false);
        if (IsIdle) _allowed = 0;
        return claim;
    }

    public void Take(Allowance allowance, DateTimeOffset now)
    {
        _allowed = allowance.Connections;
        _credits = allowance.Credits is { } credits ? (_credits ?? 0) + credits : null;
        AnsweredAt = now;
        Trouble = allowance.Trouble;
        DeadUntil = allowance.Standing == DestinationStanding.Dead ? now + allowance.Wait : null;
        // An answer to what was said before the last trouble does not judge it.
        _heard = Math.Min(_heard + 1, _asked);
        _awaitsWord = _troubles > 0 || _heard < _wordAt;
        _creditAt = _credits is not null && allowance.Connections > 0 ? now + allowance.Wait : null;
    }

    /// <summary>Once a second.</summary>
    public void Measure()
    {
        _perSecond = 0.7 * _perSecond + 0.3 * _doneThisSecond;
        _doneThisSecond = 0;
    }

    private int Wanted => Math.Min(Busy + Waiting.Count, terms.Limits.Most);

    // A destination that has not been heard of for a lease's time may have given it all to others.
    private int Allowed(DateTimeOffset now) => now - AnsweredAt > SlotShares.LeaseFor ? 0 : _allowed;
}

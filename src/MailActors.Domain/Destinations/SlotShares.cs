namespace MailActors.Domain.Destinations;

/// <summary>Shares the connections of one destination among the couriers that ask for them: as evenly as their needs allow, and by turns when
/// there are fewer connections than couriers.
///
/// Invariants
/// 1. What is allowed, together with what is still held beyond it, is never more than there is, unless what there is has just shrunk.
/// 2. A courier not heard of for <see cref="LeaseFor"/> has nothing.</summary>
public sealed class SlotShares
{
    /// <summary>Several claims of a living courier fit in.</summary>
    public static readonly TimeSpan LeaseFor = TimeSpan.FromSeconds(30);

    /// <summary>How long one keeps a connection while others have none.</summary>
    public static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);

    private readonly Dictionary<Guid, Share> _shares = [];
    private long _arrivals;

    public int Couriers => _shares.Count;

    public int Held => _shares.Values.Sum(s => s.Held);

    public int Wanted => _shares.Values.Sum(s => s.Wanted);

    public int Waiting => _shares.Values.Sum(s => s.Waiting);

    public int AllowedTo(Guid courier) => _shares.TryGetValue(courier, out var share) ? share.Allowed : 0;

    public void Claim(Guid courier, int held, int wanted, int waiting, DateTimeOffset now)
    {
        if (held == 0 && wanted == 0)
        {
            _shares.Remove(courier);
            return;
        }

        if (!_shares.TryGetValue(courier, out var share)) _shares[courier] = share = new() { Courier = courier, Since = now, Place = _arrivals++ };
        (share.Held, share.Wanted, share.Waiting, share.SeenAt) = (held, wanted, waiting, now);
    }

    public IReadOnlyList<Guid> Expire(DateTimeOffset now)
    {
        var gone = _shares.Values.Where(s => now - s.SeenAt > LeaseFor).Select(s => s.Courier).ToList();
        foreach (var courier in gone) _shares.Remove(courier);
        return gone;
    }

    /// <summary>Deals <paramref name="slots"/> out anew.</summary>
    /// <returns>The couriers that may now use more or fewer.</returns>
    public IReadOnlyList<Guid> Deal(int slots, DateTimeOffset now)
    {
        if (_shares.Count == 1) return DealToOne(slots, now);
        var inOrder = _shares.Values
            .OrderBy(s => s.Allowed > 0 && now - s.Since < Turn ? 0 : s.Allowed > 0 ? 2 : 1)
            .ThenBy(s => s.Since).ThenBy(s => s.Place).ToList();
        foreach (var share in inOrder) share.Fair = 0;
        for (var (left, more) = (slots, true); left > 0 && more;)
        {
            more = false;
            foreach (var share in inOrder)
            {
                if (share.Fair >= share.Wanted || left == 0) continue;
                share.Fair++;
                left--;
                more = true;
            }
        }

        var changed = new List<Guid>();
        foreach (var share in inOrder.Where(s => s.Fair < s.Allowed)) Allow(share, share.Fair, now, changed);
        var free = slots - inOrder.Sum(s => Math.Max(s.Allowed, s.Held));
        foreach (var share in inOrder.Where(s => s.Fair > s.Allowed))
        {
            // What it holds beyond its allowance is counted already.
            var most = Math.Min(share.Fair, Math.Max(share.Allowed, share.Held) + Math.Max(0, free));
            if (most <= share.Allowed) continue;
            free -= Math.Max(0, most - Math.Max(share.Allowed, share.Held));
            Allow(share, most, now, changed);
        }

        return changed;
    }

    private List<Guid> DealToOne(int slots, DateTimeOffset now)
    {
        var changed = new List<Guid>();
        foreach (var share in _shares.Values) Allow(share, Math.Min(slots, share.Wanted), now, changed);
        return changed;
    }

    private static void Allow(Share share, int connections, DateTimeOffset now, List<Guid> changed)
    {
        if (share.Allowed == connections) return;
        // A turn begins with the first connection, and waiting for one with the loss of the last.
        if ((share.Allowed == 0) != (connections == 0)) share.Since = now;
        share.Allowed = connections;
        changed.Add(share.Courier);
    }

    private sealed class Share
    {
        public required Guid Courier { get; init; }

        public required long Place { get; init; }

        public int Held { get; set; }

        public int Wanted { get; set; }

        public int Waiting { get; set; }

        public int Allowed { get; set; }

        public int Fair { get; set; }

        /// <summary>Since when it has had at least one, or has waited for one.</summary>
        public DateTimeOffset Since { get; set; }

        public DateTimeOffset SeenAt { get; set; }
    }
}

using System.Net;
using System.Text;
using MailActors.Protocol.Addresses;

namespace MailActors.Actors.Delivery.Remote.Sources;

/// <summary>Chooses the local address a message leaves from: always the same for one sender and destination as long as the pool is the same, as
/// greylisting expects it (RFC 6647 §2.4), and within the day's limit of an address that is being warmed up. What a day's messages were is
/// counted on this node and since its start. For all threads.</summary>
public sealed class SourceAddresses(IReadOnlyList<SourceRule> rules, IReadOnlyList<WarmUp> warmUps)
{
    public static readonly SourceAddresses Any = new([], []);

    private readonly (string For, IPAddress[] Pool)[] _pools = [.. rules.Select(r => (r.For, r.Addresses.Select(IPAddress.Parse).ToArray()))];
    private readonly Dictionary<IPAddress, WarmUp> _warmUps = warmUps.ToDictionary(w => IPAddress.Parse(w.Address));
    private readonly Dictionary<IPAddress, int> _sent = [];
    private readonly Lock _lock = new();
    private DateOnly _day;

    /// <summary>Takes one message of the day's limit.</summary>
    public SourceChoice Choose(MailAddress? sender, string destination, DateTimeOffset now)
    {
        if (PoolFor(sender?.Domain ?? "") is not { Length: > 0 } pool) return new SourceChoice.From(null);
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        var key = $"{sender}|{destination}|";
        lock (_lock)
        {
            if (day != _day)
            {
                _day = day;
                _sent.Clear();
            }

            foreach (var address in pool.OrderByDescending(a => Weight(key + a)))
            {
                if (!_warmUps.TryGetValue(address, out var warmUp) || warmUp.LimitOn(day) is not { } limit) return new SourceChoice.From(address);
                var sent = _sent.GetValueOrDefault(address);
                if (sent >= limit) continue;
                _sent[address] = sent + 1;
                return new SourceChoice.From(address);
            }
        }

        return new SourceChoice.Exhausted(new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero));
    }

    /// <summary>The addresses one of which mail of this sender leaves from; none: the system's choice.</summary>
    public IReadOnlyList<IPAddress> Pool(MailAddress? sender) => PoolFor(sender?.Domain ?? "") ?? [];

    private IPAddress[]? PoolFor(string domain) =>
        _pools.Where(p => DomainPattern.Precision(p.For, domain) is not null).OrderByDescending(p => DomainPattern.Precision(p.For, domain)).FirstOrDefault().Pool;

    // Rendezvous hashing: an address that joins or leaves the pool moves only what goes to it.
    private static ulong Weight(string key)
    {
        var hash = 14695981039346656037ul;
        foreach (var octet in Encoding.UTF8.GetBytes(key)) hash = (hash ^ octet) * 1099511628211ul;
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
        return hash ^ (hash >> 33);
    }
}

public abstract record SourceChoice
{
    private SourceChoice() { }

    /// <param name="Address">Null: the system's choice.</param>
    public sealed record From(IPAddress? Address) : SourceChoice;

    /// <summary>Every address of the pool has sent what it may today.</summary>
    public sealed record Exhausted(DateTimeOffset Until) : SourceChoice;
}

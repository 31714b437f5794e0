using MailActors.Domain.Queue;

namespace MailActors.Actors.Queue;

/// <summary>How many recipients at other hosts may be in the couriers' hands, in all and of one domain. What finds its domain's part taken is parked
/// and comes when that has room: a mailing to one slow domain must not stand in the way of the mail behind it.</summary>
internal sealed class RemoteWindow(int most, int mostOfDomain)
{
    /// <summary>Domains looked at before it is said that none has room; they take turns.</summary>
    private const int Looks = 64;

    private readonly Dictionary<string, int> _handed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, UrgencyQueue> _parked = new(StringComparer.Ordinal);
    private readonly Queue<string> _turns = [];
    private int _inAll;

    public bool HasRoom => _inAll < most;

    public bool HasRoomFor(string domain) => _handed.GetValueOrDefault(domain) < mostOfDomain;

    public void Hand(string domain)
    {
        _inAll++;
        _handed[domain] = _handed.GetValueOrDefault(domain) + 1;
    }

    public void Back(string domain)
    {
        _inAll--;
        if (_handed[domain] == 1) _handed.Remove(domain);
        else _handed[domain]--;
    }

    /// <summary>The message waits for its domain to have room.</summary>
    public void Park(string domain, Envelope envelope)
    {
        if (!_parked.TryGetValue(domain, out var waiting))
        {
            _parked[domain] = waiting = new();
            _turns.Enqueue(domain);
        }

        waiting.Add(envelope);
    }

    /// <summary>A parked message, and its domain that has room now.</summary>
    public bool TakeParked(out QueueId message, out string domain)
    {
        for (var looks = Math.Min(Looks, _turns.Count); looks > 0 && HasRoom; looks--)
        {
            domain = _turns.Dequeue();
            if (HasRoomFor(domain))
            {
                var waiting = _parked[domain];
                waiting.TryTake(out message);
                if (waiting.IsEmpty) _parked.Remove(domain);
                else _turns.Enqueue(domain);
                return true;
            }

            _turns.Enqueue(domain);
        }

        (message, domain) = (default, "");
        return false;
    }
}

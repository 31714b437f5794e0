using MailActors.Domain.Queue;

namespace MailActors.Domain.Destinations;

/// <summary>How many connections a destination is given, learnt from how it goes: slowly more while messages get through, fewer with every
/// trouble, none for a time when as many tries fail in a row as it has connections. Then one probe, then it begins small again.</summary>
public sealed class ConcurrencyWindow(DestinationLimits limits)
{
    private double _size = limits.Initial;
    private double _failedCohorts;
    private int _deaths;
    private int _goodSinceDeath;
    private DateTimeOffset? _deadUntil;

    /// <summary>What was last wrong, while it is dead or probed.</summary>
    public Reason? Trouble { get; private set; }

    public DestinationStanding Standing(DateTimeOffset now) => _deadUntil switch
    {
        null => DestinationStanding.Open,
        { } until when now < until => DestinationStanding.Dead,
        _ => DestinationStanding.Probed,
    };

    public int Slots(DateTimeOffset now) => Standing(now) switch
    {
        DestinationStanding.Open => (int)_size,
        DestinationStanding.Probed => 1,
        _ => 0,
    };

    /// <summary>Until it is probed.</summary>
    public TimeSpan Wait(DateTimeOffset now) => _deadUntil is { } until && until > now ? until - now : TimeSpan.Zero;

    public void Succeeded(int messages)
    {
        if (messages <= 0) return;
        if (_deadUntil is not null)
        {
            _deadUntil = null;
            Trouble = null;
            _size = limits.Initial;
            _goodSinceDeath = 0;
        }

        _failedCohorts = 0;
        _goodSinceDeath = Math.Min(_goodSinceDeath + messages, int.MaxValue / 2);
        // One that falls over again at once is left alone longer than one that has stood up for a while.
        if (_goodSinceDeath > limits.Most) _deaths = 0;
        for (var i = 0; i < messages && _size < limits.Most; i++) _size = Math.Min(limits.Most, _size + 1 / _size);
    }

    /// <param name="spread">From 0 to 1, by chance: destinations behind one dead line are not all probed at one moment.</param>
    public void Failed(int tries, Reason? why, DateTimeOffset now, double spread)
    {
        if (tries <= 0) return;
        switch (Standing(now))
        {
            case DestinationStanding.Dead:
                // The last tries from before it was found dead: no news.
                return;
            case DestinationStanding.Probed:
                Die(why, now, spread);
                return;
        }

        for (var i = 0; i < tries; i++)
        {
            _failedCohorts += 1 / _size;
            _size = Math.Max(1, _size - 1 / _size);
        }

        // Sums of thirds and fifths fall short of one by a hair.
        if (_failedCohorts >= 0.999) Die(why, now, spread);
    }

    private void Die(Reason? why, DateTimeOffset now, double spread)
    {
        var wait = Math.Min(limits.FirstDead.TotalSeconds * Math.Pow(2, Math.Min(_deaths, 20)), limits.LongestDead.TotalSeconds);
        _deaths++;
        _failedCohorts = 0;
        _deadUntil = now + TimeSpan.FromSeconds(wait * RetrySchedule.SpreadBy(spread));
        Trouble = why ?? Trouble;
    }
}

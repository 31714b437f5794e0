namespace MailActors.Domain.Destinations;

/// <summary>Credits for messages, so many a minute. What is saved up is a few seconds' worth: a rate is kept over any minute, not on the average
/// of the day.</summary>
public sealed class RateBucket(int perMinute, DateTimeOffset now)
{
    private readonly double _capacity = Math.Max(1, perMinute / 10.0);
    private double _credits = 1;
    private DateTimeOffset _at = now;

    /// <summary>As many as there are, up to <paramref name="wanted"/>.</summary>
    public int Take(int wanted, DateTimeOffset now)
    {
        Refill(now);
        var taken = Math.Clamp(wanted, 0, (int)_credits);
        _credits -= taken;
        return taken;
    }

    /// <summary>Until there is at least one.</summary>
    public TimeSpan NextIn(DateTimeOffset now)
    {
        Refill(now);
        return _credits >= 1 ? TimeSpan.Zero : TimeSpan.FromMinutes((1 - _credits) / perMinute);
    }

    private void Refill(DateTimeOffset now)
    {
        if (now <= _at) return;
        _credits = Math.Min(_capacity, _credits + (now - _at).TotalMinutes * perMinute);
        _at = now;
    }
}

namespace MailActors.Actors.Transport;

/// <summary>Watches how fast a literal or a message comes in. Only the time we wait for the client counts: while the session is busy nothing
/// is asked of it.</summary>
internal struct BodyRate
{
    private bool _watched;
    private long _octets;
    private long _waited;
    private long _waitingSince;

    public void Begin(bool watched)
    {
        if (watched && !_watched) (_octets, _waited, _waitingSince) = (0, 0, 0);
        _watched = watched;
    }

    /// <summary>The client's turn begins, or goes on.</summary>
    /// <returns>When it will have been too slow; <see cref="DeadlineClock.Never"/> if that isn't watched.</returns>
    public long Wait(long now, TransportSettings settings)
    {
        if (!_watched || settings.MinimumRate == 0) return DeadlineClock.Never;
        if (_waitingSince == 0) _waitingSince = now;
        var allowed = (long)settings.RateGrace.TotalMilliseconds + _octets * 1000 / settings.MinimumRate;
        return _waitingSince + allowed - _waited;
    }

    public void Received(int octets, long now)
    {
        Stop(now);
        _octets += octets;
    }

    /// <summary>The session's turn. <paramref name="last"/>: the body is complete, the next one is counted anew.</summary>
    public void Pause(long now, bool last)
    {
        Stop(now);
        if (last) _watched = false;
    }

    private void Stop(long now)
    {
        if (_waitingSince != 0) _waited += now - _waitingSince;
        _waitingSince = 0;
    }
}

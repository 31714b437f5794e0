namespace MailActors.Protocol.Smtp.Commands;

/// <summary>HOLDFOR= or HOLDUNTIL= (RFC 4865 §4): keep the message until then.</summary>
/// <param name="Seconds">Of an interval: from now. Otherwise since 1970 UTC.</param>
public sealed record HoldParameter(bool IsInterval, long Seconds)
{
    /// <param name="now">Seconds since 1970 UTC.</param>
    public long Until(long now) => IsInterval ? now + Seconds : Seconds;
}

/// <summary>BY= (RFC 2852 §4).</summary>
/// <param name="Seconds">From now; below zero when it is late already (mode N only).</param>
/// <param name="Return">Mode R, return it when it is late; otherwise mode N, tell and go on.</param>
/// <param name="Trace">Tell of every hand-over.</param>
public sealed record DeliverByParameter(long Seconds, bool Return, bool Trace);

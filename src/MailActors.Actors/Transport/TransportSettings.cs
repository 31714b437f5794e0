namespace MailActors.Actors.Transport;

/// <summary>What every connection is held to, whatever its protocol.</summary>
public sealed record TransportSettings
{
    /// <summary>From the first octet of a handshake to its end; a client that stops behind its ClientHello is gone after it.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the client may take none of what we send.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the last octets may take to go out once the session has closed.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Octets waiting for a client that does not read; beyond it the connection is closed.</summary>
    public int OutputLimit { get; init; } = 1024 * 1024;

    /// <summary>Octets a second that message data and literals must come at, counted over the time we waited for them: a slow-loris
    /// client sends one octet just before each deadline.</summary>
    public int MinimumRate { get; init; } = 500;

    /// <summary>Waiting time that is free of <see cref="MinimumRate"/>, for each literal or message.</summary>
    public TimeSpan RateGrace { get; init; } = TimeSpan.FromSeconds(30);

    public IEnumerable<string> Faults()
    {
        if (HandshakeTimeout <= TimeSpan.Zero) yield return "HandshakeTimeout must be more than zero.";
        if (WriteTimeout <= TimeSpan.Zero) yield return "WriteTimeout must be more than zero.";
        if (CloseTimeout <= TimeSpan.Zero) yield return "CloseTimeout must be more than zero.";
        if (OutputLimit < 64 * 1024) yield return "OutputLimit must be at least 65536 octets.";
        if (MinimumRate < 0) yield return "MinimumRate must be 0 (none) or more octets a second.";
        if (RateGrace < TimeSpan.Zero) yield return "RateGrace must not be negative.";
    }
}

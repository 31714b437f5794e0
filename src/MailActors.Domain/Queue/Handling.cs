namespace MailActors.Domain.Queue;

/// <summary>How a message is to be carried, beyond what every message needs.</summary>
public sealed record Handling
{
    public static readonly Handling Ordinary = new();

    public MailOrigin Origin { get; init; }

    /// <summary>RFC 6710: −9 to 9, higher goes first.</summary>
    public int Priority { get; init; }

    /// <summary>RFC 4865: not before this time. Seconds since 1970 UTC.</summary>
    public long? ReleaseAt { get; init; }

    public DeliverBy? DeliverBy { get; init; }

    /// <summary>RFC 8689 §2: only over verified TLS, to hosts that offer REQUIRETLS.</summary>
    public bool RequireTls { get; init; }

    /// <summary>RFC 8689 §3, <c>TLS-Required: No</c>: TLS policies of the recipient's domain do not hold it up.</summary>
    public bool TlsOptional { get; init; }
}

public enum MailOrigin
{
    /// <summary>From another host.</summary>
    Relayed,

    /// <summary>From an account of ours.</summary>
    Submitted,

    /// <summary>A delivery status notification of our own.</summary>
    Notice,
}

/// <summary>RFC 2852.</summary>
/// <param name="At">Seconds since 1970 UTC.</param>
/// <param name="Return">True: mode R, return it when late. False: mode N, tell that it is late and go on.</param>
/// <param name="Trace">Tell of every hand-over.</param>
public sealed record DeliverBy(long At, bool Return, bool Trace);

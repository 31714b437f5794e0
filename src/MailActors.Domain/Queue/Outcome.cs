namespace MailActors.Domain.Queue;

/// <summary>What became of a try for one recipient.</summary>
public abstract record Outcome(int Recipient)
{
    /// <param name="Relay">To another host; null: into a mailbox of ours.</param>
    public sealed record Delivered(int Recipient, Relay? Relay = null) : Outcome(Recipient);

    /// <param name="RetryAt">Seconds since 1970 UTC.</param>
    /// <param name="Tried">False: the destination was not asked (it is paused, or known to be dead), so this is no try.</param>
    public sealed record Deferred(int Recipient, Reason Reason, long RetryAt, bool Tried = true) : Outcome(Recipient);

    public sealed record Failed(int Recipient, Reason Reason) : Outcome(Recipient);
}

/// <summary>The host that took a message over, for success notices.</summary>
/// <param name="Reply">Its reply to the end of data, code first.</param>
/// <param name="TellsSender">It offered DSN, so it will tell of the delivery itself; otherwise we tell of a relay (RFC 3461 §5.2.2).</param>
public sealed record Relay(string Host, string Reply, bool TellsSender)
{
    /// <summary>It offered DELIVERBY, so a time that was set for the delivery (RFC 2852) goes on with the message.</summary>
    public bool KeepsTime { get; init; }
}

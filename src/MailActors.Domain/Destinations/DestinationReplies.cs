using MailActors.Domain.Queue;

namespace MailActors.Domain.Destinations;

public abstract record DestinationReply(string Destination) : IWithDestination;

public static class DestinationReplies
{
    /// <summary>What a courier may use from now on. Also sent unasked when it changes.</summary>
    /// <param name="Connections">In all; one that has more gives up the rest after the message in hand.</param>
    /// <param name="Credits">Messages it may begin, on top of those it was given before and has not used; null: there is no rate.</param>
    /// <param name="Wait">Dead: until it is probed. Open with a rate: until there is another credit.</param>
    /// <param name="Trouble">Dead or probed: what was last wrong.</param>
    public sealed record Allowance(string Destination, Guid Courier, int Connections, int? Credits, DestinationStanding Standing, TimeSpan Wait, Reason? Trouble)
        : DestinationReply(Destination);

    /// <param name="Window">Connections it may have now.</param>
    public sealed record DestinationShown(
        string Destination, DestinationStanding Standing, int Window, int Held, int Wanted, int Waiting, int Couriers, long Successes, long Troubles,
        TimeSpan Wait, Reason? Trouble) : DestinationReply(Destination);
}

public enum DestinationStanding
{
    Open,

    /// <summary>Left alone until it is probed.</summary>
    Dead,

    /// <summary>One connection finds out whether it lives again; the others wait for what comes of it.</summary>
    Probed,

    /// <summary>By an operator, until an operator resumes it.</summary>
    Paused,
}

using MailActors.Domain.Queue;

namespace MailActors.Domain.Destinations;

/// <summary>A message meant for the one place in the cluster that knows a destination.</summary>
public interface IWithDestination
{
    string Destination { get; }
}

public abstract record DestinationCommand(string Destination) : IWithDestination;

public static class DestinationCommands
{
    /// <summary>What one courier has and could use at a destination, and how its last messages fared there. Sent at changes and every few seconds
    /// as long as it has or wants anything; answered by <see cref="DestinationReplies.Allowance"/>. It tells levels and not steps: what a lost
    /// one should have said, the next one says.</summary>
    /// <param name="Courier">New with each life of a courier.</param>
    /// <param name="Held">Connections at work now.</param>
    /// <param name="Wanted">Connections it could use, those held among them.</param>
    /// <param name="Waiting">Messages that wait for a credit where there is a rate.</param>
    /// <param name="Successes">Messages since the last claim that the destination answered, be it with a refusal.</param>
    /// <param name="Troubles">Tries since the last claim that failed because of the destination, not the message.</param>
    public sealed record Claim(string Destination, Guid Courier, int Held, int Wanted, int Waiting, int Successes, int Troubles, Reason? Trouble)
        : DestinationCommand(Destination);

    /// <summary>Look again at whether the operator has paused the destination. Answered by <see cref="DestinationReplies.DestinationShown"/>.</summary>
    public sealed record Recheck(string Destination) : DestinationCommand(Destination);

    public sealed record Show(string Destination) : DestinationCommand(Destination);
}

namespace MailActors.Domain.Destinations;

/// <summary>The destinations operators have paused. Kept with the directory: they stay paused when the node starts again.</summary>
public interface IDestinationPauses
{
    bool IsPaused(string destination);

    IReadOnlyList<DestinationPause> List();

    /// <summary>Durable when it returns.</summary>
    Task Pause(DestinationPause pause, CancellationToken cancel);

    /// <returns>False: it was not paused.</returns>
    Task<bool> Resume(string destination, CancellationToken cancel);
}

/// <param name="Since">Seconds since 1970 UTC.</param>
public sealed record DestinationPause(string Destination, string Why, long Since);

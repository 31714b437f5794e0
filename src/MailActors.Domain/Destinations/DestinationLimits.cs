namespace MailActors.Domain.Destinations;

/// <summary>How hard one destination may be worked, by all nodes together.</summary>
/// <param name="Initial">Connections at first, and again after it was dead.</param>
/// <param name="Most">Connections it may grow to while it goes well.</param>
/// <param name="PerMinute">Messages a minute; null: no limit.</param>
/// <param name="FirstDead">How long it is left alone when it is found dead; doubled at every probe that fails.</param>
public sealed record DestinationLimits(int Initial, int Most, int? PerMinute, TimeSpan FirstDead, TimeSpan LongestDead)
{
    public static readonly DestinationLimits Default = new(5, 20, null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(30));
}

using System.Net;

namespace MailActors.Actors.Delivery.Remote.Sources;

/// <summary>The local addresses that mail of some senders leaves from.</summary>
public sealed record SourceRule
{
    /// <summary>The sender's domain, <c>.example.org</c> for all below it, or <c>*</c> for all, bounces too.</summary>
    public string For { get; init; } = "";

    public IReadOnlyList<string> Addresses { get; init; } = [];

    public IEnumerable<string> Faults()
    {
        if (For.Length == 0) yield return "Outbound:Sources has a rule without For: give a sender's domain, or * for all.";
        if (Addresses.Count == 0) yield return $"Outbound:Sources: the rule for {For} needs at least one address.";
        foreach (var address in Addresses)
            if (!IPAddress.TryParse(address, out _)) yield return $"Outbound:Sources: \"{address}\" is no IP address.";
    }
}

/// <summary>An address that other hosts don't know yet: so many messages on the first day, more on each day after it.</summary>
public sealed record WarmUp
{
    public string Address { get; init; } = "";

    /// <summary>The first day.</summary>
    public DateOnly Since { get; init; }

    public int FirstDay { get; init; } = 50;

    public double Growth { get; init; } = 1.5;

    /// <summary>From then on there is no limit.</summary>
    public int Days { get; init; } = 30;

    public IEnumerable<string> Faults()
    {
        if (!IPAddress.TryParse(Address, out _)) yield return $"Outbound:WarmUps: \"{Address}\" is no IP address.";
        if (Since == default) yield return $"Outbound:WarmUps: Since of {Address} must be the first day, such as 2026-12-01.";
        if (FirstDay < 1 || Growth < 1 || Days < 1) yield return $"Outbound:WarmUps: FirstDay, Growth and Days of {Address} must be at least 1.";
    }

    /// <summary>Messages on a day; null: no limit.</summary>
    internal int? LimitOn(DateOnly day)
    {
        var age = Math.Max(0, day.DayNumber - Since.DayNumber);
        return age >= Days ? null : (int)Math.Min(FirstDay * Math.Pow(Growth, age), int.MaxValue);
    }
}

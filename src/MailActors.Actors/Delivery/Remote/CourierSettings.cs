namespace MailActors.Actors.Delivery.Remote;

/// <summary>How mail is carried to other hosts.</summary>
public sealed record CourierSettings
{
    /// <summary>Connections of one partition of the queue. Half of them are for destinations that have none yet.</summary>
    public int MaxConnections { get; init; } = 250;

    /// <summary>Messages in memory that wait for one destination; more are put off for a short time.</summary>
    public int MaxWaiting { get; init; } = 5_000;

    /// <summary>The same for all destinations of one partition.</summary>
    public int MaxWaitingInAll { get; init; } = 50_000;

    /// <summary>Recipients of one message in one transaction (RFC 5321 §4.5.3.1.8 lets every host refuse more than 100).</summary>
    public int MaxRecipients { get; init; } = 100;

    /// <summary>Of five messages, how many are new ones when old ones wait too.</summary>
    public int NewOfFive { get; init; } = 4;

    /// <summary>One message to one host, from the connection to the last reply; on top of the time its size may take.</summary>
    public TimeSpan AttemptWithin { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Octets a second below which a host takes a large message too slowly.</summary>
    public int SlowestTransfer { get; init; } = 10_000;

    /// <summary>An open connection that nobody needs is kept for more mail to the same destination.</summary>
    public TimeSpan KeepConnection { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Such connections of a node.</summary>
    public int MaxKept { get; init; } = 200;

    public IEnumerable<string> Faults()
    {
        if (MaxConnections < 2) yield return "Outbound:Courier:MaxConnections must be at least 2.";
        if (MaxWaiting < 1 || MaxWaitingInAll < MaxWaiting) yield return "Outbound:Courier:MaxWaiting must be at least 1 and MaxWaitingInAll not less than it.";
        if (MaxRecipients is < 1 or > 1000) yield return "Outbound:Courier:MaxRecipients must be between 1 and 1000.";
        if (NewOfFive is < 1 or > 4) yield return "Outbound:Courier:NewOfFive must be between 1 and 4: neither new nor old mail may wait for ever.";
        if (AttemptWithin < TimeSpan.FromMinutes(1)) yield return "Outbound:Courier:AttemptWithin must be at least a minute.";
        if (SlowestTransfer < 100) yield return "Outbound:Courier:SlowestTransfer must be at least 100 octets a second.";
        if (KeepConnection < TimeSpan.Zero || KeepConnection > TimeSpan.FromMinutes(1)) yield return "Outbound:Courier:KeepConnection must be between 0 and a minute.";
        if (MaxKept < 0) yield return "Outbound:Courier:MaxKept must not be negative.";
    }

    internal TimeSpan TimeFor(long size) => AttemptWithin + TimeSpan.FromSeconds((double)size / SlowestTransfer);
}

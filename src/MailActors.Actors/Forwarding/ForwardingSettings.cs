using MailActors.Protocol.Addresses;

namespace MailActors.Actors.Forwarding;

/// <summary>How mail goes out that aliases lead to other hosts.</summary>
public sealed record ForwardingSettings
{
    /// <summary>The domain of the reverse-paths of forwarded mail: one of ours, best one that nobody writes mail in. Empty: the alias's own.</summary>
    public string Domain { get; init; } = "";

    public IEnumerable<string> Faults()
    {
        if (Domain.Length > 0 && (!AddressParser.TryParseDomain(Domain, out var name) || name.StartsWith('[')))
            yield return $"MailActors:Forwarding:Domain is \"{Domain}\": give a domain of yours, such as bounces.example.org, or nothing for that of each alias.";
    }
}

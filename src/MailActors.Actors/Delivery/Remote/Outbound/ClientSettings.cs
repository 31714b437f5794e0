namespace MailActors.Actors.Delivery.Remote.Outbound;

/// <summary>How patient we are with other hosts. The defaults are those of RFC 5321 §4.5.3.2 where it has one.</summary>
public sealed record ClientSettings
{
    /// <summary>For one address to take a connection.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The 220 greeting (§4.5.3.2.1), and the replies to EHLO and AUTH.</summary>
    public TimeSpan GreetingTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>STARTTLS and its handshake.</summary>
    public TimeSpan TlsTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>MAIL and RCPT (§4.5.3.2.2, §4.5.3.2.3).</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The reply to DATA (§4.5.3.2.4).</summary>
    public TimeSpan DataTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>For one block of the message to be taken (§4.5.3.2.5).</summary>
    public TimeSpan BlockTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>The reply to the end of the message (§4.5.3.2.6). Giving up earlier makes doubles.</summary>
    public TimeSpan DotTimeout { get; init; } = TimeSpan.FromMinutes(10);

    public TimeSpan QuitTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Addresses of one destination tried in one attempt (RFC 5321 §5.1 asks for two at least).</summary>
    public int MaxAddresses { get; init; } = 5;

    /// <summary>Hosts of one destination that took a connection and then didn't take mail, in one attempt.</summary>
    public int MaxSessions { get; init; } = 2;

    /// <summary>Messages over one connection.</summary>
    public int MaxMessages { get; init; } = 100;

    public IEnumerable<string> Faults()
    {
        (string Name, TimeSpan Value)[] times =
        [
            (nameof(ConnectTimeout), ConnectTimeout), (nameof(GreetingTimeout), GreetingTimeout), (nameof(TlsTimeout), TlsTimeout),
            (nameof(CommandTimeout), CommandTimeout), (nameof(DataTimeout), DataTimeout), (nameof(BlockTimeout), BlockTimeout), (nameof(DotTimeout), DotTimeout),
            (nameof(QuitTimeout), QuitTimeout),
        ];
        foreach (var (name, value) in times)
            if (value <= TimeSpan.Zero || value > TimeSpan.FromHours(1)) yield return $"Outbound:Client:{name} must be above zero and at most an hour.";
        if (MaxAddresses < 1) yield return "Outbound:Client:MaxAddresses must be at least 1.";
        if (MaxSessions < 1) yield return "Outbound:Client:MaxSessions must be at least 1.";
        if (MaxMessages < 1) yield return "Outbound:Client:MaxMessages must be at least 1.";
    }
}

namespace MailActors.Actors.Pop3;

/// <summary>What a POP3 server lets its clients do, and for how long.</summary>
public sealed record Pop3Settings
{
    /// <summary>Octets of a command line without its CRLF; RFC 2449 §4 has 255. A line that carries a SASL response may be longer.</summary>
    public int MaxLine { get; init; } = 512;

    public TimeSpan LoginDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>RFC 1939 §3: at least 10 minutes.</summary>
    public TimeSpan Autologout { get; init; } = TimeSpan.FromMinutes(10);

    public int BadCommandsBeforeLogin { get; init; } = 3;

    public int BadCommands { get; init; } = 20;

    /// <summary>Failed logins of one connection, after which it ends.</summary>
    public int FailedLogins { get; init; } = 5;

    /// <summary>The wait after the first failed login; it doubles with each further one.</summary>
    public TimeSpan FailedLoginDelay { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan MaxFailedLoginDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Every fault in words that say what to do; none when the settings are good.</summary>
    public IEnumerable<string> Faults()
    {
        if (MaxLine is < 255 or > 65536) yield return "Pop3:MaxLine must lie between 255 (RFC 2449 §4) and 65536 octets.";
        if (LoginDeadline <= TimeSpan.Zero) yield return "Pop3:LoginDeadline must be longer than zero.";
        if (Autologout < TimeSpan.FromMinutes(10)) yield return "Pop3:Autologout must be at least 10 minutes (RFC 1939 §3).";
        if (BadCommandsBeforeLogin < 1 || BadCommands < 1) yield return "Pop3:BadCommandsBeforeLogin and Pop3:BadCommands must be at least 1.";
        if (FailedLogins < 1) yield return "Pop3:FailedLogins must be at least 1.";
        if (FailedLoginDelay < TimeSpan.Zero || MaxFailedLoginDelay < FailedLoginDelay)
            yield return "Pop3:FailedLoginDelay must not be negative nor longer than Pop3:MaxFailedLoginDelay.";
    }
}

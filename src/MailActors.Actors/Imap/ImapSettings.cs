using MailActors.Protocol.Imap;

namespace MailActors.Actors.Imap;

/// <summary>What an IMAP server lets its clients do, and for how long.</summary>
public sealed record ImapSettings
{
    public ImapLimits Limits { get; init; } = new();

    /// <summary>Passwords are taken and asked for without TLS too: only where something in front ends TLS, or on a machine for measuring.</summary>
    public bool PlaintextLogin { get; init; }

    public TimeSpan LoginDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>RFC 9051 §5.4: at least 30 minutes. Clients in IDLE renew every 29 (RFC 2177).</summary>
    public TimeSpan Autologout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Between two pieces of a literal, and for what is left of a command that has begun.</summary>
    public TimeSpan LiteralDeadline { get; init; } = TimeSpan.FromMinutes(2);

    public int BadCommandsBeforeLogin { get; init; } = 3;

    public int BadCommands { get; init; } = 20;

    /// <summary>Failed logins of one connection, after which it ends.</summary>
    public int FailedLogins { get; init; } = 5;

    /// <summary>The wait after the first failed login; it doubles with each further one.</summary>
    public TimeSpan FailedLoginDelay { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan MaxFailedLoginDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Messages whose summaries a FETCH or SEARCH holds at a time.</summary>
    public int SummaryBatch { get; init; } = 200;

    public IEnumerable<string> Faults()
    {
        foreach (var fault in Limits.Faults()) yield return fault;
        if (LoginDeadline <= TimeSpan.Zero) yield return "Imap:LoginDeadline must be longer than zero.";
        if (Autologout < TimeSpan.FromMinutes(30)) yield return "Imap:Autologout must be at least 30 minutes (RFC 9051 §5.4).";
        if (LiteralDeadline <= TimeSpan.Zero) yield return "Imap:LiteralDeadline must be longer than zero.";
        if (BadCommandsBeforeLogin < 1 || BadCommands < 1) yield return "Imap:BadCommandsBeforeLogin and Imap:BadCommands must be at least 1.";
        if (FailedLogins < 1) yield return "Imap:FailedLogins must be at least 1.";
        if (FailedLoginDelay < TimeSpan.Zero || MaxFailedLoginDelay < FailedLoginDelay)
            yield return "Imap:FailedLoginDelay must not be negative nor longer than Imap:MaxFailedLoginDelay.";
        if (SummaryBatch is < 1 or > 10_000) yield return "Imap:SummaryBatch must lie between 1 and 10000.";
    }
}

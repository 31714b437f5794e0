using MailActors.Protocol.Smtp.Message;

namespace MailActors.Actors.Smtp;

/// <summary>What SMTP, submission and LMTP let their clients do, and for how long. Figures are those of Postfix and RFC 5321 §4.5.3 unless said.</summary>
public sealed record SmtpSettings
{
    /// <summary>Octets of a command line without its CRLF; RFC 5321 has 512 and what extensions add.</summary>
    public int MaxLine { get; init; } = 2048;

    /// <summary>Octets of a message, as SIZE tells it.</summary>
    public long MaxMessageSize { get; init; } = 50 * 1024 * 1024;

    /// <summary>RCPT commands of one message (RFC 5321 §4.5.3.1.8: at least 100).</summary>
    public int MaxRecipients { get; init; } = 1000;

    public int MaxHeaderSize { get; init; } = 1024 * 1024;

    public int MaxHeaderFieldSize { get; init; } = 100 * 1024;

    public int MaxHeaderFields { get; init; } = 1000;

    /// <summary>Received fields; one more is a loop.</summary>
    public int MaxHops { get; init; } = 50;

    /// <summary>Refusals of one session before each further one is answered late.</summary>
    public int SoftErrorLimit { get; init; } = 10;

    /// <summary>Refusals before the connection is closed.</summary>
    public int HardErrorLimit { get; init; } = 20;

    /// <summary>Added to the delay with each refusal over the soft limit.</summary>
    public TimeSpan ErrorDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Commands that carry no mail (NOOP, RSET, VRFY, AUTH…) before the connection is closed; a message accepted starts the count anew.</summary>
    public int MaxUselessCommands { get; init; } = 100;

    /// <summary>Unknown recipients of one connection before it is closed: address harvesting.</summary>
    public int MaxUnknownRecipients { get; init; } = 20;

    /// <summary>For the greeting, and for the login where one is needed: nobody idles in front of the door.</summary>
    public TimeSpan GreetingDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>RFC 5321 §4.5.3.2: five minutes for a command.</summary>
    public TimeSpan CommandDeadline { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>RFC 5321 §4.5.3.2.5: three minutes for a block of data.</summary>
    public TimeSpan DataDeadline { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long a sender may have a message held before it is released (RFC 4865, FUTURERELEASE); zero: not at all.</summary>
    public TimeSpan MaxHold { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The shortest time in which a sender may have a message delivered or returned (RFC 2852, BY=…;R).</summary>
    public TimeSpan MinDeliverBy { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The highest priority a sender's mail may have (RFC 6710, MT-PRIORITY), −9 to 9; a higher one is lowered to it.</summary>
    public int MaxPriority { get; init; } = 4;

    /// <summary>How long a mailbox that was seen to have room is not asked again.</summary>
    public TimeSpan QuotaMemory { get; init; } = TimeSpan.FromSeconds(5);

    internal HeadLimits Head => new(MaxHeaderSize, MaxHeaderFieldSize, MaxHeaderFields, MaxHops);

    /// <summary>Every fault in words that say what to do; none when the settings are good.</summary>
    public IEnumerable<string> Faults()
    {
        if (MaxLine is < 512 or > 65536) yield return "Smtp:MaxLine must lie between 512 (RFC 5321 §4.5.3.1.4) and 65536 octets.";
        if (MaxMessageSize < 64 * 1024) yield return "Smtp:MaxMessageSize must be at least 65536 octets (RFC 5321 §4.5.3.1.7).";
        if (MaxRecipients < 100) yield return "Smtp:MaxRecipients must be at least 100 (RFC 5321 §4.5.3.1.8).";
        if (MaxHeaderSize is < 16384 or > 16 * 1024 * 1024) yield return "Smtp:MaxHeaderSize must lie between 16384 and 16777216 octets: a header is held in memory.";
        if (MaxHeaderFieldSize < 1024 || MaxHeaderFieldSize > MaxHeaderSize) yield return "Smtp:MaxHeaderFieldSize must lie between 1024 octets and Smtp:MaxHeaderSize.";
        if (MaxHeaderFields < 100) yield return "Smtp:MaxHeaderFields must be at least 100.";
        if (MaxHops < 10) yield return "Smtp:MaxHops must be at least 10, or mail that was forwarded a few times is refused.";
        if (SoftErrorLimit < 1 || HardErrorLimit < SoftErrorLimit) yield return "Smtp:SoftErrorLimit must be at least 1 and not above Smtp:HardErrorLimit.";
        if (ErrorDelay < TimeSpan.Zero || ErrorDelay > TimeSpan.FromSeconds(30)) yield return "Smtp:ErrorDelay must lie between 0 and 30 seconds.";
        if (MaxUselessCommands < 10) yield return "Smtp:MaxUselessCommands must be at least 10.";
        if (MaxUnknownRecipients < 1) yield return "Smtp:MaxUnknownRecipients must be at least 1.";
        if (GreetingDeadline < TimeSpan.FromSeconds(1)) yield return "Smtp:GreetingDeadline must be at least 1 second.";
        if (CommandDeadline < TimeSpan.FromSeconds(1)) yield return "Smtp:CommandDeadline must be at least 1 second.";
        if (DataDeadline < TimeSpan.FromSeconds(1)) yield return "Smtp:DataDeadline must be at least 1 second.";
        if (MaxHold < TimeSpan.Zero || MaxHold.TotalSeconds > 999_999_999) yield return "Smtp:MaxHold must lie between 0 and 999999999 seconds (RFC 4865 §4).";
        if (MinDeliverBy < TimeSpan.Zero || MinDeliverBy.TotalSeconds > 999_999_999) yield return "Smtp:MinDeliverBy must lie between 0 and 999999999 seconds (RFC 2852 §2).";
        if (MaxPriority is < -9 or > 9) yield return "Smtp:MaxPriority must lie between -9 and 9 (RFC 6710 §3).";
        if (QuotaMemory < TimeSpan.Zero) yield return "Smtp:QuotaMemory must not be negative.";
    }
}

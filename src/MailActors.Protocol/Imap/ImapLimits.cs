namespace MailActors.Protocol.Imap;

/// <summary>How much one command may be. Each number bounds memory an unknown peer can make us use.</summary>
public sealed record ImapLimits
{
    /// <summary>Octets of one line before login (Dovecot's login process takes as much).</summary>
    public int MaxLineBeforeLogin { get; init; } = 8 * 1024;

    public int MaxLine { get; init; } = 64 * 1024;

    /// <summary>A literal before login; only LOGIN and AUTHENTICATE may have one.</summary>
    public int MaxLiteralBeforeLogin { get; init; } = 8 * 1024;

    /// <summary>A literal that is not a message.</summary>
    public int MaxLiteral { get; init; } = 128 * 1024;

    /// <summary>All lines and literals of one command together, messages not counted.</summary>
    public int MaxCommand { get; init; } = 1024 * 1024;

    /// <summary>A message in APPEND; what APPENDLIMIT tells (RFC 7889).</summary>
    public long MaxMessage { get; init; } = 50_000_000;

    /// <summary>Messages in one MULTIAPPEND.</summary>
    public int MaxMessages { get; init; } = 1_000;

    public IEnumerable<string> Faults()
    {
        if (MaxLineBeforeLogin < 1_000) yield return "Imap:Limits:MaxLineBeforeLogin must be at least 1000 octets";
        if (MaxLine < MaxLineBeforeLogin) yield return "Imap:Limits:MaxLine must not be below MaxLineBeforeLogin";
        if (MaxLiteralBeforeLogin is < 0 or > 65_536) yield return "Imap:Limits:MaxLiteralBeforeLogin must be between 0 and 65536 octets";
        if (MaxLiteral < 1_000) yield return "Imap:Limits:MaxLiteral must be at least 1000 octets";
        if (MaxCommand < MaxLine || MaxCommand < MaxLiteral) yield return "Imap:Limits:MaxCommand must not be below MaxLine or MaxLiteral";
        if (MaxMessage < 1) yield return "Imap:Limits:MaxMessage must be at least 1 octet";
        if (MaxMessages < 1) yield return "Imap:Limits:MaxMessages must be at least 1";
    }
}

namespace MailActors.Protocol.Imap;

/// <summary>The system flags (RFC 9051 §2.3.2). </summary>
[Flags]
public enum SystemFlags
{
    None = 0,
    Seen = 1,
    Answered = 2,
    Flagged = 4,
    Deleted = 8,
    Draft = 16,

    /// <summary>RFC 3501 §2.3.2: the server's own, only ever written; no client can set it.</summary>
    Recent = 32,
    All = Seen | Answered | Flagged | Deleted | Draft,
}

/// <param name="Keywords">Atoms, as the client wrote them, without doubles.</param>
public sealed record ImapFlags(SystemFlags System, IReadOnlyList<string> Keywords)
{
    public static readonly ImapFlags Empty = new(SystemFlags.None, []);
}

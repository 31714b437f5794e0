namespace MailActors.Protocol.Imap;

/// <summary>The system flags (RFC 9051 §2.3.2). \Recent is not among them: no client can set it, and to no session a message is recent.</summary>
[Flags]
public enum SystemFlags
{
    None = 0,
    Seen = 1,
    Answered = 2,
    Flagged = 4,
    Deleted = 8,
    Draft = 16,
    All = Seen | Answered | Flagged | Deleted | Draft,
}

/// <param name="Keywords">Atoms, as the client wrote them, without doubles.</param>
public sealed record ImapFlags(SystemFlags System, IReadOnlyList<string> Keywords)
{
    public static readonly ImapFlags Empty = new(SystemFlags.None, []);
}

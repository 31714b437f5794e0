namespace MailActors.Domain.Mailboxes;

/// <summary>System flags in the low bits (RFC 9051 §2.3.2); from bit 8 on the keywords of the folder, in the order of its
/// keyword table. \Recent is not among them: it belongs to a session (<see cref="FolderInfo.FirstRecent"/>).</summary>
[Flags]
public enum MessageFlags : ulong
{
    None = 0,
    Seen = 1,
    Answered = 2,
    Flagged = 4,
    Deleted = 8,
    Draft = 16,
    System = Seen | Answered | Flagged | Deleted | Draft,
}

/// <summary>Flags by name, as commands and events carry them: keyword numbers differ from folder to folder.</summary>
/// <param name="System">Only the five system flags.</param>
/// <param name="Keywords">Atoms without backslash, compared without regard to case (RFC 9051 §2.3.2).</param>
public sealed record FlagSet(MessageFlags System, IReadOnlyList<string> Keywords)
{
    public static readonly FlagSet Empty = new(MessageFlags.None, []);

    /// <summary>Keywords one folder can have: the bits above the system flags.</summary>
    public const int MaxKeywords = 56;

    public const int FirstKeywordBit = 8;
}

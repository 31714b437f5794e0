namespace MailActors.Domain.Mailboxes;

/// <summary>How large a mailbox may become. The root of a mailbox is always in memory and goes into every snapshot: these bound it.</summary>
public static class MailboxLimits
{
    public const int Folders = 10_000;
    public const int Subscriptions = 10_000;

    /// <summary>Levels of one name.</summary>
    public const int Depth = 20;

    /// <summary>Octets of one name in UTF-8.</summary>
    public const int NameOctets = 1_000;

    /// <summary>UIDNEXT is an nz-number of 32 bits too (RFC 9051 §9), so the last UID given is one less.</summary>
    public const uint LastUid = uint.MaxValue - 1;

    /// <summary>Deliveries whose ids are remembered. A queue settles within seconds what was delivered; this is many times what can be
    /// under way to one mailbox.</summary>
    public const int RecentDeliveries = 4_096;

    /// <summary>Seconds a delivery's id is remembered: longer than a queue keeps trying.</summary>
    public const long RecentDeliverySeconds = 7 * 24 * 3600;

    /// <summary>Other commands whose replies are remembered; their senders repeat them for seconds only.</summary>
    public const int RecentCommands = 1_000;

    public const long RecentCommandSeconds = 24 * 3600;

    /// <summary>UID ranges in all remembered replies together: UID sets a client chose to be sparse must not fill the root.</summary>
    public const int RecentRanges = 20_000;
}

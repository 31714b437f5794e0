using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Imap;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>RFC 6154 §2 by name.</summary>
internal static class SpecialUses
{
    /// <summary>Null for a folder without one.</summary>
    public static string? Name(SpecialUse use) => use switch
    {
        SpecialUse.Archive => MailboxAttributes.Archive,
        SpecialUse.Drafts => MailboxAttributes.Drafts,
        SpecialUse.Junk => MailboxAttributes.Junk,
        SpecialUse.Sent => MailboxAttributes.Sent,
        SpecialUse.Trash => MailboxAttributes.Trash,
        SpecialUse.Flagged => MailboxAttributes.Flagged,
        SpecialUse.All => MailboxAttributes.All,
        _ => null,
    };

    public static SpecialUse Parse(string name)
    {
        foreach (var use in Enum.GetValues<SpecialUse>())
            if (string.Equals(Name(use), name, StringComparison.OrdinalIgnoreCase)) return use;
        return SpecialUse.None;
    }
}

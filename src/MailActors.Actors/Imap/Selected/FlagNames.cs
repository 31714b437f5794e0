using System.Collections.Immutable;
using MailActors.Actors.Imap.Session;
using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Imap;
using MailActors.Protocol.Imap.Responses;

namespace MailActors.Actors.Imap.Selected;

/// <summary>Flags between the protocol's names, the mailbox's sets, and a folder's bits.</summary>
internal static class FlagNames
{
    /// <summary>The FLAGS item of a FETCH response.</summary>
    /// <param name="recent">\Recent in this session.</param>
    public static void Write(ImapWriter to, MessageFlags flags, ImmutableArray<string> keywords, bool recent) => to.FetchFlags(
        (SystemFlags)(int)(flags & MessageFlags.System) | (recent ? SystemFlags.Recent : SystemFlags.None), (ulong)flags >> FlagSet.FirstKeywordBit, keywords);

    /// <summary>The flags the folder knows, and those that can be kept (RFC 9051 §7.3.5, §7.1 PERMANENTFLAGS).</summary>
    public static void Announce(ImapSession session, FolderSnapshot folder)
    {
        session.Folder!.KeywordsTold = folder.Keywords.Length;
        session.Out
            .FolderFlags(folder.Keywords)
            .PermanentFlags(folder.Keywords, session.Folder.ReadOnly, mayCreate: folder.Keywords.Length < FlagSet.MaxKeywords);
    }

    public static FlagSet Set(ImapFlags flags) => new((MessageFlags)(ulong)flags.System, flags.Keywords);
}

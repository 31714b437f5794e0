using MailActors.Actors.Imap.Session;
using MailActors.Domain;
using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Imap.Responses;

namespace MailActors.Actors.Imap.Selected;

/// <summary>\Recent (RFC 3501 §2.3.2): a message is recent in the one session that is the first to hear of it. The mailbox writes down up to
/// which UID somebody has; a session asks for what is new when it opens the folder and when it tells of new mail. IMAP4rev2 has no
/// \Recent (RFC 9051 appendix E): a session that has enabled it takes none away from others.</summary>
internal static class RecentMessages
{
    /// <summary>Finds out which of the messages the client is being told of are recent. What can't be written down now stays recent to the next.</summary>
    public static async ValueTask Learn(ImapSession session)
    {
        var view = session.Folder!;
        var info = view.Told.Info;
        if (info.Recent == 0 || session.Enabled.HasFlag(ImapExtensions.Rev2)) return;

        // RFC 3501 §6.3.2: EXAMINE must not cause messages to lose \Recent.
        if (view.ReadOnly) view.AddRecent(UidSet.OfRanges([new(info.FirstRecent, info.UidNext - 1)]));
        else if (await session.Ask(new MailboxCommands.TakeRecent(session.AccountId, CommandId.New(), view.Id)) is MailboxReplies.RecentTaken taken)
            view.AddRecent(taken.Uids);
    }

    /// <summary>RFC 3501 §7.3.2.</summary>
    /// <param name="always">The size of the folder was told too.</param>
    public static void Tell(ImapSession session, bool always)
    {
        if (session.Enabled.HasFlag(ImapExtensions.Rev2)) return;
        var view = session.Folder!;
        var now = view.CountRecent();
        if (!always && now == view.RecentTold) return;
        view.RecentTold = now;
        session.Out.Recent(now);
    }
}
